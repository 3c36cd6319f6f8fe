/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CharsetsTest {

    /** Tables as small as people send them; the text is what counts, not by which of several equal charsets it was read. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    windows-1251 | город;число/Київ;1/Харків;2/Одеса;3/Львів;4/
                    windows-1251 | область;населення;дата/Київська;1800000;2024-01-01/Львівська;2500000;2024-01-01/
                    windows-1251 | регион,количество,примечание/Север,5,всё хорошо/Юг,6,нет связи/
                    KOI8-U       | город;число/Київ;1/Харків;2/Одеса;3/Львів;4/
                    KOI8-U       | область;населення/Київська;1800000/Львівська;2500000/
                    windows-1256 | المدينة;العدد/بغداد;1/الموصل;2/البصرة;3/
                    windows-1253 | πόλη;αριθμός/Αθήνα;1/Πάτρα;2/Θεσσαλονίκη;3/
                    windows-1252 | stadt;wert/Köln;1,5/München;2,5/
                    windows-1252 | ville;nombre/Orléans;1/Besançon;2/Saint-Étienne;3/
                    windows-1252 | item;price/water;5€/bread;7€/
                    windows-1250 | miasto;liczba/Łódź;1/Kraków;2/Wrocław;3/Gdańsk;3/
                    windows-1254 | şehir;sayı/İstanbul;1/İzmir;2/Eskişehir;3/Muğla;3/
                    Shift_JIS    | 都市;人口/東京;1/大阪;2/名古屋;3/横浜市と川崎市;4/京都はとても古い町です;5/
                    """)
    void smallTablesAreDecoded(final String charset, final String lines) {
        final String text = lines.strip().replace('/', '\n');
        final byte[] bytes = text.getBytes(Charset.forName(charset));

        final Charsets charsets = Charsets.detect(bytes, true);

        assertEquals(text, new String(bytes, charsets.charset()), charsets.toString());
    }

    /** Only the delimiters and the ends of the lines have a NUL here. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void unmarkedTextOfAnotherScriptIsTold(final String charset) {
        final String text =
                "\u0627\u0644\u0645\u062f\u064a\u0646\u0629;\u0627\u0644\u0639\u062f\u062f\n\u0628\u063a\u062f\u0627\u062f;\u0648\u0627\u062d\u062f\n";

        assertEquals(
                charset,
                Charsets.detect(text.getBytes(Charset.forName(charset)), true)
                        .charset()
                        .name());
    }

    @Test
    void singleNulIsNoUtf16() {
        assertEquals(
                StandardCharsets.UTF_8,
                Charsets.detect("a,b\n1,x\u0000y\n2,z\n".getBytes(StandardCharsets.UTF_8), true)
                        .charset());
    }
}
