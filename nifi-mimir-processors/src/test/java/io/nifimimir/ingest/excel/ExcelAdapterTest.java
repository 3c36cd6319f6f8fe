/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ExcelAdapterTest {

    @Test
    void titlesMergedCellsDatesFormulasAndErrors() throws IOException {
        final Converted conversion = convert(workbook(false), Optional.empty());

        assertEquals("Scores", conversion.header().sourceInfo().get("sheet"));
        assertEquals(3, conversion.header().sourceInfo().get("header_row"));
        assertEquals(
                List.of(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 8)),
                conversion.cells("Week"));
        assertEquals("each value is a date in the source", conversion.reason("Week"));
        assertFalse(
                conversion.header().sourceInfo().containsKey(Conversion.AMBIGUOUS_COLUMNS),
                "a real date is read in one way");
        assertEquals(List.of("Amina", "Bashir", "Amina"), conversion.cells("Archer"));
        assertEquals(Arrays.asList(250L, 260.5, null), conversion.cells("Score"));
        assertEquals(
                LocalDateTime.of(2024, 1, 1, 18, 30), conversion.cells("Shot").getFirst());
        assertEquals("{#DIV/0!=1}", conversion.info("error_cells").toString());
        assertEquals(
                "1", conversion.header().sourceInfo().get("merged_cells_filled").toString());
    }

    @Test
    void bothDateSystemsGiveTheSameDates() throws IOException {
        assertEquals(
                convert(workbook(false), Optional.empty()).cells("Week"),
                convert(workbook(true), Optional.empty()).cells("Week"));
    }

    @Test
    void numbersKeepTheDigitsThatWereMeant() {
        assertEquals(
                "123456789012345678", SheetNumbers.number("123456789012345678").toString());
        assertEquals("0.1", SheetNumbers.number("0.1").toString());
        assertEquals("1.1", SheetNumbers.number("1.1000000000000001").toString());
        assertEquals("0.01", SheetNumbers.number("1.0E-2").toString());
        assertEquals(250L, SheetNumbers.number("250.0"));
        assertThrows(NumberFormatException.class, () -> SheetNumbers.number("1E999999999"));
    }

    @Test
    void sheetsAreChosenByName() throws IOException {
        final Converted conversion = convert(workbook(false), Optional.of("notes"));
        final String message = assertThrows(
                        IngestException.class, () -> convert(workbook(false), Optional.of("Missing")))
                .getMessage();

        assertEquals(List.of("Rain in week 2"), conversion.cells("Remarks"));
        assertTrue(message.contains("[Missing]") && message.contains("[Notes, Scores]"), message);
    }

    @Test
    void truncatedWorkbookIsRefused() throws IOException {
        final byte[] whole = workbook(false);
        final byte[] half = Arrays.copyOf(whole, whole.length / 2);

        final String message = assertThrows(IngestException.class, () -> convert(half, Optional.empty()))
                .getMessage();

        assertTrue(message.contains("damaged or not complete"), message);
    }

    private static Converted convert(final byte[] content, final Optional<String> sheet) throws IOException {
        return Converted.of(
                content,
                "scores.xlsx",
                sheet.map(IngestOptions.DETECT_ALL::withSheet).orElse(IngestOptions.DETECT_ALL));
    }

    /** A sheet of notes, then one of scores with a merged title, an empty row, the header in row 3, and three rows of data. */
    private static byte[] workbook(final boolean date1904) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            workbook.getCTWorkbook().getWorkbookPr().setDate1904(date1904);
            final CellStyle date = workbook.createCellStyle();
            date.setDataFormat(workbook.createDataFormat().getFormat("dd.mm.yyyy"));
            final CellStyle dateTime = workbook.createCellStyle();
            dateTime.setDataFormat(workbook.createDataFormat().getFormat("yyyy-mm-dd hh:mm"));

            final XSSFSheet notes = workbook.createSheet("Notes");
            notes.createRow(0).createCell(0).setCellValue("Remarks");
            notes.createRow(1).createCell(0).setCellValue("Rain in week 2");

            final XSSFSheet sheet = workbook.createSheet("Scores");
            sheet.createRow(0).createCell(0).setCellValue("Archery scores");
            sheet.addMergedRegion(new CellRangeAddress(0, 0, 0, 3));
            final XSSFRow header = sheet.createRow(2);
            header.createCell(0).setCellValue("Week");
            header.createCell(1).setCellValue("Archer");
            header.createCell(2).setCellValue("Score");
            header.createCell(3).setCellValue("Shot");

            final XSSFRow first = sheet.createRow(3);
            first.createCell(0).setCellValue(LocalDate.of(2024, 1, 1));
            first.getCell(0).setCellStyle(date);
            first.createCell(1).setCellValue("Amina");
            first.createCell(2).setCellValue(250);
            first.createCell(3).setCellValue(LocalDateTime.of(2024, 1, 1, 18, 30));
            first.getCell(3).setCellStyle(dateTime);
            sheet.addMergedRegion(new CellRangeAddress(3, 4, 0, 0));

            final XSSFRow second = sheet.createRow(4);
            second.createCell(1).setCellValue("Bashir");
            second.createCell(2).setCellFormula("250+10.5");
            workbook.getCreationHelper().createFormulaEvaluator().evaluateFormulaCell(second.getCell(2));

            final XSSFRow third = sheet.createRow(6);
            third.createCell(0).setCellValue(LocalDate.of(2024, 1, 8));
            third.getCell(0).setCellStyle(date);
            third.createCell(1).setCellValue("Amina");
            third.createCell(2).setCellErrorValue(FormulaError.DIV0.getCode());

            final ByteArrayOutputStream content = new ByteArrayOutputStream();
            workbook.write(content);
            return content.toByteArray();
        }
    }
}
