/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFRow;
import org.apache.poi.hssf.usermodel.HSSFSheet;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class XlsWorkbookTest {
    private static final String PASSWORD = "Bogensport";

    @Test
    void cellsOfEachKind() throws IOException {
        final Converted conversion = Converted.of(workbook(null), "scores.xls", IngestOptions.DETECT_ALL);

        assertEquals("Scores", conversion.header().sourceInfo().get("sheet"));
        assertEquals(
                List.of(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 8)),
                conversion.cells("Week"));
        assertEquals(List.of("Amina", "Bashir", "Amina"), conversion.cells("Archer"));
        assertEquals(Arrays.asList(250L, 260.5, null), conversion.cells("Score"));
        assertEquals(List.of(true, false, true), conversion.cells("Indoor"));
        assertEquals(List.of("good", "good", "good"), conversion.cells("Remark"));
        assertEquals("{#DIV/0!=1}", conversion.info("error_cells").toString());
        assertEquals("1", conversion.header().sourceInfo().get("hidden_rows").toString());
        assertEquals(List.of("D"), conversion.header().sourceInfo().get("hidden_columns"));
    }

    @Test
    void protectedWorkbookOpensWithItsPassword() throws IOException {
        final Converted conversion = Converted.of(workbook(PASSWORD), "scores.xls", withPassword(PASSWORD));

        assertEquals(List.of("Amina", "Bashir", "Amina"), conversion.cells("Archer"));
    }

    @Test
    void protectedWorkbookIsRefusedWithoutItsPassword() throws IOException {
        requireRefusals(workbook(PASSWORD), "scores.xls");
    }

    @Test
    void protectedXlsxOpensWithItsPassword() throws IOException, GeneralSecurityException {
        final Converted conversion = Converted.of(protectedXlsx(), "scores.xlsx", withPassword(PASSWORD));

        assertEquals(List.of("Amina", "Bashir"), conversion.cells("name"));
    }

    @Test
    void protectedXlsxIsRefusedWithoutItsPassword() throws IOException, GeneralSecurityException {
        requireRefusals(protectedXlsx(), "scores.xlsx");
    }

    @Test
    void otherOfficeFileIsCalledByItsName() throws IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (POIFSFileSystem file = new POIFSFileSystem()) {
            file.createDocument(new ByteArrayInputStream(new byte[5_000]), "WordDocument");
            file.writeFilesystem(content);
        }

        assertTrue(refusal(content.toByteArray(), "a.xls", IngestOptions.DETECT_ALL)
                .contains("a Word document"));
    }

    @Test
    void truncatedWorkbookIsRefused() throws IOException {
        final byte[] whole = workbook(null);

        final String message = refusal(Arrays.copyOf(whole, whole.length / 2), "scores.xls", IngestOptions.DETECT_ALL);

        assertTrue(message.contains("damaged or not complete"), message);
    }

    private static void requireRefusals(final byte[] content, final String name) {
        final String missing = refusal(content, name, IngestOptions.DETECT_ALL);
        final String wrong = refusal(content, name, withPassword("Falsch"));

        assertEquals("The workbook is protected: set its Workbook Password", missing);
        assertEquals("The Workbook Password does not open the protected workbook", wrong);
        assertFalse(wrong.contains("Falsch"));
    }

    private static String refusal(final byte[] content, final String name, final IngestOptions options) {
        return assertThrows(IngestException.class, () -> Converted.of(content, name, options))
                .getMessage();
    }

    private static IngestOptions withPassword(final String password) {
        return IngestOptions.DETECT_ALL.with(ExcelOptions.DETECT_ALL.withPassword(password));
    }

    private static byte[] workbook(final String password) throws IOException {
        try (HSSFWorkbook workbook = new HSSFWorkbook()) {
            final CellStyle date = workbook.createCellStyle();
            date.setDataFormat(workbook.createDataFormat().getFormat("dd.mm.yyyy"));
            workbook.createSheet("Empty");
            final HSSFSheet sheet = workbook.createSheet("Scores");
            final HSSFRow header = sheet.createRow(2);
            final List<String> names = List.of("Week", "Archer", "Score", "Indoor", "Remark");
            for (int index = 0; index < names.size(); index++) {
                header.createCell(index).setCellValue(names.get(index));
            }
            for (int index = 0; index < 3; index++) {
                final HSSFRow row = sheet.createRow(3 + index);
                if (index != 1) {
                    row.createCell(0).setCellValue(LocalDate.of(2024, 1, index == 0 ? 1 : 8));
                    row.getCell(0).setCellStyle(date);
                }
                row.createCell(1).setCellValue(index == 1 ? "Bashir" : "Amina");
                row.createCell(3).setCellValue(index != 1);
                row.createCell(4).setCellFormula("\"go\"&\"od\"");
            }
            sheet.addMergedRegion(new CellRangeAddress(3, 4, 0, 0));
            sheet.getRow(3).createCell(2).setCellValue(250);
            sheet.getRow(4).createCell(2).setCellFormula("250+10.5");
            sheet.getRow(5).createCell(2).setCellErrorValue(FormulaError.DIV0);
            sheet.getRow(4).setZeroHeight(true);
            sheet.setColumnHidden(3, true);
            workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
            return bytes(workbook, password);
        }
    }

    private static byte[] bytes(final HSSFWorkbook workbook, final String password) throws IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        Biff8EncryptionKey.setCurrentUserPassword(password);
        try {
            workbook.write(content);
        } finally {
            Biff8EncryptionKey.setCurrentUserPassword(null);
        }
        return content.toByteArray();
    }

    private static byte[] protectedXlsx() throws IOException, GeneralSecurityException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (POIFSFileSystem file = new POIFSFileSystem();
                XSSFWorkbook workbook = new XSSFWorkbook()) {
            final List<String> names = List.of("name", "Amina", "Bashir");
            for (int index = 0; index < names.size(); index++) {
                final Row row = workbook.getNumberOfSheets() == 0
                        ? workbook.createSheet().createRow(index)
                        : workbook.getSheetAt(0).createRow(index);
                row.createCell(0).setCellValue(names.get(index));
                row.createCell(1).setCellValue(index == 0 ? "kind" : "adult");
            }
            final Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword(PASSWORD);
            try (OutputStream output = encryptor.getDataStream(file)) {
                workbook.write(output);
            }
            file.writeFilesystem(content);
        }
        return content.toByteArray();
    }
}
