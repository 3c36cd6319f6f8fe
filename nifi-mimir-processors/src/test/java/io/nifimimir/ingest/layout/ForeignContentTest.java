/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ForeignContentTest {

    static Stream<Arguments> contents() {
        return Stream.of(
                Arguments.of(
                        "stock.xls",
                        "<html>\n<table><tr><td>a, b</td></tr></table>\n</html>",
                        "The content is an HTML page: export it as XLSX or CSV"),
                Arguments.of(
                        "page.csv",
                        "\n<!DOCTYPE html>\n<p>a,b</p>\n<p>c,d</p>",
                        "The content is an HTML page: export it as XLSX or CSV"),
                Arguments.of(
                        "a.xls",
                        "<?xml version='1.0'?>\n<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>\n</Workbook>",
                        "The content is a workbook in the XML of Excel 2003: save it as XLSX"),
                Arguments.of(
                        "a.xml",
                        "<?xml version='1.0'?>\n<a>1,2</a>\n<a>3,4</a>",
                        "The content is XML: set Source Format to Record, with an XMLReader as its Record Reader"),
                Arguments.of(
                        "a.avro",
                        "Obj\u0001\u0002\u0016avro.schema",
                        "The content is an Avro file: set Source Format to Record, with an AvroReader as its Record Reader"),
                Arguments.of(
                        "a.pdf", "%PDF-1.7\u0000\u0001", "The content is a PDF document: export it as XLSX or CSV"),
                Arguments.of(
                        "a.csv",
                        "site,n\nHerat,1\nKa\u0000bul,2\n",
                        "Line 3, column 3: found the control character U+0000, expected text"),
                Arguments.of(
                        "a.bin",
                        "\u0001\u0002\u0003\u0004",
                        "The content is none of CSV, Excel, JSON and Markdown: it begins with the bytes 01 02 03 04"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void contentIsNamed(final String name, final String content, final String message) {
        assertEquals(message, refusal(content.getBytes(StandardCharsets.ISO_8859_1), name));
    }

    @Test
    void markOfAByteOrderAloneIsNoTable() {
        assertEquals(
                "The file has nothing but white space: expected a table",
                refusal(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, "a.csv"));
    }

    @Test
    void markupIsDelimitedTextWhereTheUserSaysSo() throws IOException {
        final Converted converted = Converted.of(
                "<table,n\n<tr,1\n<td,2\n".getBytes(StandardCharsets.UTF_8),
                "a.csv",
                IngestOptions.DETECT_ALL.withFormat(SourceType.CSV));

        assertEquals(List.of("<tr", "<td"), converted.cells("<table"));
    }

    @Test
    void articleMayBeginWithMarkup() throws IOException {
        final Converted converted = Converted.of(
                "<h1 align=\"center\">News</h1>\n\nText of *two* words.\n".getBytes(StandardCharsets.UTF_8),
                "README.md",
                IngestOptions.DETECT_ALL);

        assertEquals(SourceType.MARKDOWN, converted.header().source());
        assertTrue(converted.cells("body").getFirst().toString().contains("*two*"));
    }

    private static String refusal(final byte[] content, final String name) {
        return assertThrows(IngestException.class, () -> Converted.of(content, name, IngestOptions.DETECT_ALL))
                .getMessage();
    }
}
