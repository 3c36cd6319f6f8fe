/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.SheetVisibility;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WorkbookTablesTest {

    @Test
    void allSheetsAreTablesButForThoseWithout() throws IOException {
        try (SourceTables tables = open(ExcelOptions.ALL_SHEETS);
                TableReader first = tables.read(0, null)) {
            assertEquals(List.of("2", "Hidden", "Last"), tables.names());
            assertEquals(List.of("Empty"), first.sourceInfo().get("sheets_without_table"));
            assertEquals(List.of("Hidden"), first.sourceInfo().get("hidden_sheets"));
        }
    }

    @Test
    void nameGoesBeforeNumber() throws IOException {
        assertEquals(List.of("2"), names("2"));
        assertEquals(List.of("Last"), names("4"));
    }

    @Test
    void numberBeyondTheSheetsIsRefused() {
        final String message =
                assertThrows(IngestException.class, () -> names("5")).getMessage();

        assertTrue(message.contains("[5]"), message);
    }

    @Test
    void hiddenSheetIsReadWhereItIsNamed() throws IOException {
        assertEquals(List.of("Hidden"), names("hidden"));
    }

    @Test
    void passwordStandsInNoText() {
        assertFalse(ExcelOptions.DETECT_ALL.withPassword("geheim").toString().contains("geheim"));
    }

    private static List<String> names(final String sheet) throws IOException {
        try (SourceTables tables = open(sheet)) {
            return tables.names();
        }
    }

    private static SourceTables open(final String sheet) throws IOException {
        final byte[] content = workbook();
        return new ExcelAdapter()
                .open(
                        new ContentSource(() -> new ByteArrayInputStream(content), "a.xlsx", null),
                        IngestOptions.DETECT_ALL.withSheet(sheet));
    }

    private static byte[] workbook() throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            workbook.createSheet("Empty");
            fill(workbook.createSheet("Hidden"));
            fill(workbook.createSheet("2"));
            workbook.setSheetOrder("2", 1);
            fill(workbook.createSheet("Last"));
            workbook.setSheetVisibility(workbook.getSheetIndex("Hidden"), SheetVisibility.VERY_HIDDEN);
            final ByteArrayOutputStream content = new ByteArrayOutputStream();
            workbook.write(content);
            return content.toByteArray();
        }
    }

    private static void fill(final Sheet sheet) {
        final Row header = sheet.createRow(0);
        header.createCell(0).setCellValue("name");
        header.createCell(1).setCellValue("count");
        final Row row = sheet.createRow(1);
        row.createCell(0).setCellValue("Amina");
        row.createCell(1).setCellValue(3);
    }
}
