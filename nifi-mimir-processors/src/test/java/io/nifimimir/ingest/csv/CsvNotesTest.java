/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What stands around a table and between its rows without being data. */
class CsvNotesTest {

    @Test
    void notesAreKeptAndTotalsRejected() throws IOException {
        final Converted converted =
                Converted.of("Cases by site\n\nsite,n,m\nA,1,2\nB,2,3\nTotal:,3,5\n\nSource: the ministry\n");

        assertEquals(List.of("A", "B"), converted.cells("site"));
        assertEquals(List.of("Cases by site"), converted.header().sourceInfo().get("notes_above_header"));
        assertEquals(
                List.of("Source: the ministry"), converted.header().sourceInfo().get("notes_below_table"));
        assertEquals(List.of("line 6: a row of totals below the data, expected data"), converted.rejections());
    }

    @Test
    void titlesAboveATableWithoutAHeaderAreNoData() throws IOException {
        final Converted converted = Converted.of("Monthly report of May\n\n1,2,3\n4,5,6\n7,8,9\n");

        assertEquals(List.of(1L, 4L, 7L), converted.cells("column_1"));
        assertEquals(3, converted.header().columnCount());
        assertEquals(
                List.of("Monthly report of May"),
                converted.header().sourceInfo().get("notes_above_table"));
    }

    @Test
    void numbersAboveATableWithoutAHeaderAreData() throws IOException {
        final Converted converted = Converted.of("7\n1,2,3\n4,5,6\n7,8,9\n");

        assertEquals(List.of(7L, 1L, 4L, 7L), converted.cells("column_1"));
        assertEquals(3, converted.header().columnCount());
    }

    @Test
    void totalsBetweenRowsAreData() throws IOException {
        final Converted converted = Converted.of("site,n,m\nA,1,2\nTotal,1,2\nB,2,3\nTotal,3,5\n");

        assertEquals(List.of("A", "Total", "B", "Total"), converted.cells("site"));
        assertEquals(List.of(), converted.rejections());
    }

    @Test
    void shortRowsBetweenOthersAreData() throws IOException {
        final Converted converted = Converted.of("site,n,m\nA b,1,2\nCamp South East\nB,2,3\n");

        assertEquals(List.of("A b", "Camp South East", "B"), converted.cells("site"));
        assertEquals(3, converted.header().rowCount());
    }

    @Test
    void namesAtTheEndAreData() throws IOException {
        final Converted converted = Converted.of("site,n,m\nCamp North,1,2\nCamp South,,\n");

        assertEquals(List.of("Camp North", "Camp South"), converted.cells("site"));
    }

    @Test
    void longLineBelowTheTableIsLookedAtOnce() throws IOException {
        final String line = "x".repeat(4_000_000);

        final Converted converted = assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> Converted.of("site,n,m\nA,1,2\nB,2,3\n" + line + "\n"));

        assertEquals(List.of("A", "B", line), converted.cells("site"));
    }

    @Test
    void repeatedHeadersAndCommentsAreCounted() throws IOException {
        final Converted converted = Converted.of("# by hand, not final, 2024\nid,n\n1,2\nid,n\n# again\n2,3\n");

        assertEquals(List.of(1L, 2L), converted.cells("id"));
        assertEquals(1, ((Number) converted.header().sourceInfo().get("repeated_headers")).intValue());
        assertEquals(2, ((Number) converted.header().sourceInfo().get("comment_lines")).intValue());
    }

    @Test
    void brokenFirstCharacterIsNamed() {
        final byte[] content = "site,n\nA,1\nB,2\n".getBytes(StandardCharsets.UTF_16);
        content[2] = (byte) 0xD9;

        final String message = assertThrows(
                        IngestException.class, () -> Converted.of(content, null, IngestOptions.DETECT_ALL))
                .getMessage();

        assertEquals(
                "Line 1 or after: bytes that are no UTF-16BE, which the text was told to be (byte order mark)",
                message);
    }

    @Test
    void tagsAreKept() throws IOException {
        final Converted converted = Converted.of("Region,Affected,Note\n#adm1 +name,#affected,\nA,5,x\n");

        assertEquals(Map.of("Region", "#adm1 +name", "Affected", "#affected"), converted.info("hxl_tags"));
    }

    @Test
    void charsetMayShowLate() throws IOException {
        final byte[] content = late("1,plain\n".repeat(20_000), "2,K\u00f6ln\n3,Orl\u00e9ans\n", "windows-1252");

        final Converted converted = Converted.of(content, "late.csv", IngestOptions.DETECT_ALL);

        assertEquals("Orl\u00e9ans", converted.cells("name").getLast());
        assertEquals(20_002, converted.header().rowCount());
        assertTrue(converted.header().sourceInfo().get("charset").toString().matches("windows-1252|ISO-8859-1"));
    }

    @Test
    void lateCharactersOfUtf8AreRead() throws IOException {
        final byte[] content = late("1,plain\n".repeat(20_000), "2,\u06a9\u0627\u0628\u0644\n", "UTF-8");

        final Converted converted = Converted.of(content, "late.csv", IngestOptions.DETECT_ALL);

        assertEquals("\u06a9\u0627\u0628\u0644", converted.cells("name").getLast());
    }

    @Test
    void twoCharsetsInOneFileAreRefused() throws IOException {
        final byte[] content = late("1,K\u00f6ln\n".repeat(20_000), "2,K\u00f6ln\n", "windows-1252");

        final IngestException e =
                assertThrows(IngestException.class, () -> Converted.of(content, "mixed.csv", IngestOptions.DETECT_ALL));

        assertTrue(e.getMessage().contains("UTF-8") && e.getMessage().startsWith("Line "), e.getMessage());
    }

    private static byte[] late(final String plain, final String rest, final String charset) throws IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write("id,name\n".getBytes(StandardCharsets.UTF_8));
        content.write(plain.getBytes(StandardCharsets.UTF_8));
        content.write(rest.getBytes(Charset.forName(charset)));
        return content.toByteArray();
    }

    /** As the shell puts the files of several offices behind one another. */
    @ParameterizedTest
    @ValueSource(strings = {"id,n\n", "\"id\",\"n\"\n"})
    void marksBetweenFilesAreNoData(final String header) throws IOException {
        final Converted converted = Converted.of("\ufeff" + header + "1,5\n\ufeff" + header + "2,6\n");

        assertEquals(List.of("id", "n"), converted.names());
        assertEquals(List.of(1L, 2L), converted.cells("id"));
        assertEquals(1, ((Number) converted.header().sourceInfo().get("repeated_headers")).intValue());
    }

    @Test
    void endOfFileMarkIsNoRow() throws IOException {
        final Converted converted = Converted.of("id,n\n1,5\n2,6\n\u001a");

        assertEquals(List.of(1L, 2L), converted.cells("id"));
        assertFalse(converted.header().sourceInfo().containsKey("short_rows"));
    }

    @Test
    void delimitersWithoutEndAreNoFields() throws IOException {
        final Converted converted = Converted.of("id,n\n1,5" + ",".repeat(300_000) + "\n2,6" + ",x".repeat(300_000));

        assertEquals(List.of(1L), converted.cells("id"));
        assertEquals(List.of("line 3: more than 16384 fields, expected 2"), converted.rejections());
    }

    /** By another charset each letter of the text would be wrong, for the sake of one that is damaged. */
    @Test
    void damagedTextIsNotReadInAnotherCharset() {
        final byte[] content =
                "site,n\nOrl\u00e9ans,1\nBesan\u00e7on,2\nN\u00eemes,3\n".getBytes(StandardCharsets.UTF_8);
        content[content.length - 7] = 'x';

        final String message = assertThrows(
                        IngestException.class, () -> Converted.of(content, null, IngestOptions.DETECT_ALL))
                .getMessage();

        assertTrue(message.endsWith("bytes that are no UTF-8, which the text was told to be (damaged UTF-8)"), message);
    }

    @Test
    void quoteIsNoDelimiter() throws IOException {
        assertEquals(
                List.of("sep=\"", "a"), Converted.of("sep=\",a\n1,2\n3,4\n").names());
        assertThrows(IllegalArgumentException.class, () -> CsvOptions.DETECT_ALL.withDelimiter('"'));
    }

    @Test
    void nameWithoutEndIsRefused() {
        final String message = assertThrows(
                        IngestException.class, () -> Converted.of("a," + "n".repeat(60_000) + "\n1,2\n3,4\n"))
                .getMessage();

        assertTrue(message.startsWith("Column 2: a name of 60,000 characters"), message);
    }
}
