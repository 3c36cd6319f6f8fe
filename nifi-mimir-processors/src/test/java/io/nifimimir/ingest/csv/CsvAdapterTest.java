/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import io.nifimimir.dataset.DataType;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CsvAdapterTest {

    @Test
    void typesAreThoseOfTheWholeColumn() throws IOException {
        final Converted conversion = Converted.of("""
                name,count,ratio,day,open,mixed
                a,1,0.5,2024-01-31,yes,1
                b,-20,1e3,2024-02-01,no,2
                c,NA,-.5,2024-02-02,,three
                """);

        assertEquals(DataType.STRING, conversion.column("name").dataType());
        assertEquals(Arrays.asList(1L, -20L, null), conversion.cells("count"));
        assertEquals(DataType.STRING, conversion.column("ratio").dataType());
        assertEquals(
                List.of(LocalDate.of(2024, 1, 31), LocalDate.of(2024, 2, 1), LocalDate.of(2024, 2, 2)),
                conversion.cells("day"));
        assertEquals(Arrays.asList(true, false, null), conversion.cells("open"));
        assertEquals(List.of("1", "2", "three"), conversion.cells("mixed"));
        assertTrue(conversion.reason("mixed").contains("[three] in line 4"), conversion.reason("mixed"));
    }

    @Test
    void codesKeepTheirDigits() throws IOException {
        final Converted conversion = Converted.of("""
                code,phone,big,amount,long
                00123,+93701234567,9007199254740993,123456789.12,123456789012345678901234567890
                04567,0093701234567,1,0.1,2
                """);

        assertEquals(List.of("00123", "04567"), conversion.cells("code"));
        assertEquals(List.of("+93701234567", "0093701234567"), conversion.cells("phone"));
        assertEquals(List.of(9007199254740993L, 1L), conversion.cells("big"));
        assertEquals(List.of(123456789.12, 0.1), conversion.cells("amount"));
        assertEquals(List.of(new BigDecimal("123456789012345678901234567890"), 2L), conversion.cells("long"));
    }

    @Test
    void semicolonsAndDecimalCommas() throws IOException {
        final Converted conversion = Converted.of("\ufeffregion;amount;count\nKabul;1.234,50;1.200\nHerat;7,25;3\n");

        assertEquals(";", conversion.header().sourceInfo().get("delimiter"));
        assertEquals(List.of("Kabul", "Herat"), conversion.cells("region"));
        assertEquals(List.of(1234.5, 7.25), conversion.cells("amount"));
        assertEquals(List.of(1200L, 3L), conversion.cells("count"));
    }

    @Test
    void dayAndMonthAreSettledOverTheWholeColumn() throws IOException {
        final Converted conversion =
                Converted.of("day,us,unsettled\n01/05/2019,05/13/2019,01/02/2022\n30/04/2019,01/02/2019,03/02/2022\n");

        assertEquals(List.of(LocalDate.of(2019, 5, 1), LocalDate.of(2019, 4, 30)), conversion.cells("day"));
        assertEquals(List.of(LocalDate.of(2019, 5, 13), LocalDate.of(2019, 1, 2)), conversion.cells("us"));
        assertTrue(conversion.reason("unsettled").contains("AMBIGUOUS"), conversion.reason("unsettled"));
    }

    @Test
    void timesAndOffsetsAreKept() throws IOException {
        final Converted conversion = Converted.of(
                "local,offset\n2024-03-01 00:30,2024-03-01T00:30:15.5+04:30\n2024-03-01,2024-03-01T01:00Z\n");

        assertEquals(
                List.of(LocalDateTime.of(2024, 3, 1, 0, 30), LocalDateTime.of(2024, 3, 1, 0, 0)),
                conversion.cells("local"));
        assertEquals(
                OffsetDateTime.parse("2024-03-01T00:30:15.5+04:30"),
                conversion.cells("offset").getFirst());
    }

    @Test
    void titleLinesAboveTheHeaderAreLeftOut() throws IOException {
        final Converted conversion = Converted.of("Monthly report\nIssued by the field office\nsite,cases\nA,3\nB,4\n");

        assertEquals(List.of("A", "B"), conversion.cells("site"));
        assertEquals(2, conversion.header().sourceInfo().get("rows_above_header"));
    }

    @Test
    void headerNamesAreMadeUnique() throws IOException {
        final Converted conversion = Converted.of("a,a,,b\n1,2,3,4\n");

        assertEquals(
                List.of("a", "a_2", "column_3", "b"),
                conversion.header().columns().stream()
                        .map(column -> column.name())
                        .toList());
    }

    @Test
    void rowsWithTooManyFieldsAreRejectedAndShortOnesKept() throws IOException {
        final Converted conversion = Converted.of("a,b\n1,2\n1,2,3\n4\n\"5\n5\",6\n");

        assertEquals(
                Arrays.asList("2", null, "6"),
                conversion.cells("b").stream()
                        .map(cell -> cell == null ? null : cell.toString())
                        .toList());
        assertEquals(List.of("line 3: 3 fields, expected 2"), conversion.rejections());
        assertEquals("1", conversion.header().sourceInfo().get("short_rows").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "windows-1252"})
    void charsetsAreDetected(final String charset) throws IOException {
        final String text = "stadt,meldung\n"
                + "M\u00fcnchen,Die \u00dcbergabe der G\u00fcter ist f\u00fcr n\u00e4chste Woche zugesagt\n".repeat(20)
                + "K\u00f6ln,Das Lager k\u00f6nnte w\u00e4hrend der Regenzeit \u00fcberflutet werden\n".repeat(20);

        final Converted conversion =
                Converted.of(text.getBytes(Charset.forName(charset)), "staedte.csv", IngestOptions.DETECT_ALL);

        assertEquals("M\u00fcnchen", conversion.cells("stadt").getFirst());
        assertEquals("K\u00f6ln", conversion.cells("stadt").getLast());
    }

    /** Statistics over so few bytes name an East Asian charset, in which one of them has no meaning. */
    @Test
    void fewBytesAreReadInACharsetThatHasThemAll() throws IOException {
        final byte[] content =
                "name,ort\nJ\u00fcrgen,K\u00f6ln\nZo\u00eb,Orl\u00e9ans\n".getBytes(Charset.forName("windows-1252"));

        final Converted converted = Converted.of(content, "names.csv", IngestOptions.DETECT_ALL);

        assertEquals(List.of("J\u00fcrgen", "Zo\u00eb"), converted.cells("name"));
        assertEquals(List.of("K\u00f6ln", "Orl\u00e9ans"), converted.cells("ort"));
    }

    @Test
    void unclosedQuoteIsNamed() {
        final IngestException e = assertThrows(IngestException.class, () -> Converted.of("a,b\n1,2\n3,\"4\n5,6\n"));

        assertTrue(e.getMessage().contains("line 3") && e.getMessage().contains("quoted"), e.getMessage());
    }

    @Test
    void binaryDataIsRefused() {
        final byte[] noise = {0, 1, 2, (byte) 0xFE, 0, 77, 0, 3};

        final IngestException e =
                assertThrows(IngestException.class, () -> Converted.of(noise, "noise.csv", IngestOptions.DETECT_ALL));

        assertTrue(e.getMessage().contains("none of CSV, Excel, JSON and Markdown"), e.getMessage());
    }

    @Test
    void emptyAndHeaderOnlyAreRefused() {
        final String empty =
                assertThrows(IngestException.class, () -> Converted.of("")).getMessage();
        final String headerOnly =
                assertThrows(IngestException.class, () -> Converted.of("a,b\n")).getMessage();

        assertTrue(empty.contains("0 bytes"), empty);
        assertTrue(headerOnly.contains("the header [a, b]"), headerOnly);
    }

    @Test
    void hugeColumnCountIsRefused() {
        final byte[] wide =
                ("c,".repeat(100_000) + "\n" + "1,".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8);

        final IngestException e =
                assertThrows(IngestException.class, () -> Converted.of(wide, "wide.csv", IngestOptions.DETECT_ALL));

        assertTrue(e.getMessage().contains("16,384"), e.getMessage());
    }

    @Test
    void yearsMayStandInAHeader() throws IOException {
        final Converted conversion = Converted.of("country,2019,2020\nKenya,1,2\nChad,3,4\n");

        assertEquals(List.of(1L, 3L), conversion.cells("2019"));
    }

    @Test
    void numbersThatNothingCanBeComputedWithAreText() throws IOException {
        final Converted conversion = Converted.of("a,b\n1e999,1\n2,%s\n".formatted("9".repeat(400)));

        assertEquals(List.of("1e999", "2"), conversion.cells("a"));
        assertEquals(DataType.STRING, conversion.column("b").dataType());
    }

    @Test
    void cellOfHugeLengthIsRefused() {
        final String csv = "a,b\n" + "x".repeat(10_000_001) + ",1\n";

        final IngestException e = assertThrows(IngestException.class, () -> Converted.of(csv));

        assertTrue(e.getMessage().startsWith("line 2: a cell of 10,000,001 characters"), e.getMessage());
    }
}
