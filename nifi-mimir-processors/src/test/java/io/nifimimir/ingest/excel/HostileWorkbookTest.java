/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.apache.poi.hssf.record.DateWindow1904Record;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostileWorkbookTest {
    private static final String SHEET = "xl/worksheets/sheet1.xml";

    @Test
    void documentTypeIsRefused() throws IOException {
        requireRefusal(
                replaced(SHEET, "<worksheet", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet"),
                "document type");
    }

    @ParameterizedTest
    @CsvSource({"Book,a workbook of Excel 5 or 95", "WordDocument,a Word document"})
    void otherOleFilesAreNamed(final String entry, final String name) throws IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (POIFSFileSystem file = new POIFSFileSystem()) {
            file.createDocument(new ByteArrayInputStream(new byte[5_000]), entry);
            file.writeFilesystem(content);
        }

        requireRefusal(
                content.toByteArray(), "The file is %s: expected a workbook of Excel 97 or later".formatted(name));
    }

    @Test
    void rowNumberThatFallsIsRefused() throws IOException {
        requireRefusal(
                replaced(SHEET, "<row r=\"3\"", "<row r=\"1\""), "behind row 2 stands a row with the number [1]");
    }

    @Test
    void rowNumberBelowOneIsRefused() throws IOException {
        requireRefusal(replaced(SHEET, "<row r=\"1\"", "<row r=\"-7\""), "the number [-7]");
    }

    @Test
    void rowNumberBeyondTheLastIsRefused() throws IOException {
        requireRefusal(replaced(SHEET, "<row r=\"3\"", "<row r=\"99999999999\""), "the number [99999999999]");
    }

    @Test
    void cellBeyondTheLastColumnIsRefused() throws IOException {
        requireRefusal(replaced(SHEET, "r=\"B3\"", "r=\"ZZZZZZZZ3\""), "cell [ZZZZZZZZ3] is beyond column 16384");
    }

    @Test
    void missingSharedStringIsRefused() throws IOException {
        requireRefusal(replaced(SHEET, "<v>2</v>", "<v>777</v>"), "the shared string 777");
    }

    @Test
    void missingSheetIsRefused() throws IOException {
        requireRefusal(replaced("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"), "damaged");
    }

    @Test
    void zipBombIsRefused() throws IOException {
        requireRefusal(replaced(SHEET, "<sheetData>", "<sheetData>" + " ".repeat(40_000_000)), "ZIP bomb");
    }

    @Test
    void manyMergedCellsTakeNoQuadraticTime() throws IOException {
        final StringBuilder rows = new StringBuilder(10_000_000);
        final StringBuilder merges = new StringBuilder("</sheetData><mergeCells>");
        for (int row = 4; row < 200_004; row += 2) {
            rows.append("<row r=\"%d\"><c r=\"A%d\"><v>%d</v></c><c r=\"B%d\"><v>1</v></c></row>"
                    .formatted(row, row, row, row));
            rows.append("<row r=\"%d\"><c r=\"B%d\"><v>2</v></c></row>".formatted(row + 1, row + 1));
            merges.append("<mergeCell ref=\"A%d:A%d\"/>".formatted(row, row + 1));
        }
        final byte[] content = replaced(SHEET, "</sheetData>", rows.append(merges) + "</mergeCells>");

        final Converted conversion = assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> Converted.of(content, "a.xlsx", IngestOptions.DETECT_ALL));

        assertEquals(
                "100000",
                conversion.header().sourceInfo().get("merged_cells_filled").toString());
    }

    @Test
    void dateSystemOfExcel97GivesTheSameDates() throws IOException {
        assertEquals(List.of(LocalDate.of(2024, 2, 29), LocalDate.of(2024, 3, 1)), datesOf1904());
    }

    private static List<Object> datesOf1904() throws IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (HSSFWorkbook workbook = new HSSFWorkbook()) {
            workbook.getInternalWorkbook().getRecords().forEach(record -> {
                if (record instanceof DateWindow1904Record window) {
                    window.setWindowing((short) 1);
                }
            });
            final CellStyle date = workbook.createCellStyle();
            date.setDataFormat((short) 14);
            final Sheet sheet = workbook.createSheet();
            fill(sheet);
            for (int index = 1; index < 3; index++) {
                // 2024-02-28 counted from 1904-01-01
                sheet.getRow(index).getCell(1).setCellValue(43_888 + index);
                sheet.getRow(index).getCell(1).setCellStyle(date);
            }
            workbook.write(content);
        }
        return Converted.of(content.toByteArray(), "a.xls", IngestOptions.DETECT_ALL)
                .cells("count");
    }

    private static void requireRefusal(final byte[] content, final String expected) {
        final String message = assertThrows(
                        IngestException.class, () -> Converted.of(content, "a.xlsx", IngestOptions.DETECT_ALL))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static void fill(final Sheet sheet) {
        final Row header = sheet.createRow(0);
        header.createCell(0).setCellValue("name");
        header.createCell(1).setCellValue("count");
        for (int index = 1; index < 3; index++) {
            final Row row = sheet.createRow(index);
            row.createCell(0).setCellValue("Archer " + index);
            row.createCell(1).setCellValue(30 + index);
        }
    }

    /** A workbook of a header and two rows, in one part of which one text stands for another. */
    private static byte[] replaced(final String part, final String old, final String changed) throws IOException {
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            fill(workbook.createSheet());
            workbook.write(whole);
        }
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (ZipInputStream input = new ZipInputStream(new ByteArrayInputStream(whole.toByteArray()));
                ZipOutputStream output = new ZipOutputStream(content)) {
            for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
                final String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
                final boolean wanted = entry.getName().equals(part);
                assertTrue(!wanted || text.contains(old), text);
                output.putNextEntry(new ZipEntry(entry.getName()));
                output.write((wanted ? text.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(changed)) : text)
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        return content.toByteArray();
    }
}
