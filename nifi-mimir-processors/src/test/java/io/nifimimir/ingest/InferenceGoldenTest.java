/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tables of which the readers of NiFi that infer a schema lose digits, columns or rows: what stands on the wire, byte by byte. */
class InferenceGoldenTest {

    static Stream<Arguments> tables() {
        return Stream.of(
                table("codes, telephones, decimals and markers", "UTF-8", """
                        code,phone,amount,change,big,mixed,marked,day
                        00123,0093701234567,123456789.12,-0.1,9223372036854775808,8,1,2024-01-05
                        04567,0093701234568,0.10,0.2,1,Ten,NA,2024-02-06
                        00089,0093701234569,7,3,2,9.5,-,2024-03-07
                        00007,0093701234570,8,4,3,10,3,2024-04-08
                        """, """
                        {"code":"00123","phone":"0093701234567","amount":123456789.12,"change":-0.1,"big":9223372036854775808,\
                        "mixed":"8","marked":1,"day":"2024-01-05"},\
                        {"code":"04567","phone":"0093701234568","amount":0.10,"change":0.2,"big":1,\
                        "mixed":"Ten","marked":null,"day":"2024-02-06"},\
                        {"code":"00089","phone":"0093701234569","amount":7,"change":3,"big":2,\
                        "mixed":"9.5","marked":null,"day":"2024-03-07"},\
                        {"code":"00007","phone":"0093701234570","amount":8,"change":4,"big":3,\
                        "mixed":"10","marked":3,"day":"2024-04-08"}"""),
                table("semicolons and decimal commas", "UTF-8", """
                        region;amount
                        Kabul;1.234,50
                        Herat;7,25
                        """, """
                        {"region":"Kabul","amount":1234.50},{"region":"Herat","amount":7.25}"""),
                table("an old charset", "windows-1252", """
                        stadt,wert
                        M\u00fcnchen,1
                        K\u00f6ln,2
                        """, """
                        {"stadt":"M\u00fcnchen","wert":1},{"stadt":"K\u00f6ln","wert":2}"""),
                table("UTF-16 with a mark", "UTF-16LE", """
                        \ufeffid,name
                        1,a
                        2,\u06a9
                        """, """
                        {"id":1,"name":"a"},{"id":2,"name":"\u06a9"}"""),
                table("a name twice", "UTF-8", """
                        a,a
                        1,2
                        3,4
                        """, """
                        {"a":1,"a_2":2},{"a":3,"a_2":4}"""),
                table("a row that is short", "UTF-8", """
                        a,b,c
                        1,2,3
                        4,5
                        6,7,8
                        """, """
                        {"a":1,"b":2,"c":3},{"a":4,"b":5,"c":null},{"a":6,"b":7,"c":8}"""));
    }

    private static Arguments table(final String name, final String charset, final String csv, final String rows) {
        return Arguments.of(name, csv.getBytes(Charset.forName(charset)), rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void nothingIsLost(final String name, final byte[] csv, final String rows) throws IOException {
        final String json = new String(Converted.dataset(csv, null, IngestOptions.DETECT_ALL), StandardCharsets.UTF_8);

        assertEquals("\"rows\":[" + rows + "]}", json.substring(json.indexOf("\"rows\":[")));
    }
}
