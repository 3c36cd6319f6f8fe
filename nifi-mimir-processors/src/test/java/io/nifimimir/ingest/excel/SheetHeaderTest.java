/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class SheetHeaderTest {

    @Test
    void namesOfGroupsAreJoinedWithTheNamesBelow() throws IOException {
        final Converted conversion = convert(new XSSFWorkbook(), foodSecurity(), foodSecurityMerges());

        assertEquals(
                List.of(
                        "Area",
                        "Population",
                        "Current Phase 1 #",
                        "Current Phase 1 %",
                        "Current Phase 2 #",
                        "Current Phase 2 %",
                        "Projected Phase 1 #"),
                conversion.names());
        assertEquals(List.of(10L, 20L), conversion.cells("Current Phase 1 #"));
        assertEquals(2, conversion.header().sourceInfo().get("header_row"));
        assertEquals(3, conversion.header().sourceInfo().get("header_rows"));
    }

    @Test
    void excel97HasTheSameNames() throws IOException {
        assertEquals(
                convert(new XSSFWorkbook(), foodSecurity(), foodSecurityMerges())
                        .names(),
                convert(new HSSFWorkbook(), foodSecurity(), foodSecurityMerges())
                        .names());
    }

    @Test
    void groupsOverSomeColumnsOnly() throws IOException {
        final Converted conversion = convert(
                new XSSFWorkbook(),
                new Object[][] {
                    {"Site", "Patients", null, "Total"},
                    {null, "Male", "Female", null},
                    {"Herat", 3, 4, 7},
                    {"Balkh", 1, 2, 3}
                },
                "B1:C1");

        assertEquals(List.of("Site", "Patients Male", "Patients Female", "Total"), conversion.names());
        assertEquals(List.of(4L, 2L), conversion.cells("Patients Female"));
    }

    @Test
    void titleOverTheTableIsNoGroup() throws IOException {
        final Converted conversion = convert(
                new XSSFWorkbook(),
                new Object[][] {
                    {"Weekly report", null, "2024"},
                    {"Site", "Week", "Cases"},
                    {"Herat", 1, 7},
                    {"Balkh", 2, 3}
                },
                "A1:B1");

        assertEquals(List.of("Site", "Week", "Cases"), conversion.names());
        assertFalse(conversion.header().sourceInfo().containsKey("header_rows"));
    }

    @Test
    void textsBelowAMergedNameAreData() throws IOException {
        final Converted conversion = convert(
                new XSSFWorkbook(),
                new Object[][] {{"Name", null, "Site"}, {"Amina", "Karimi", "Herat"}, {"Bashir", "Nuri", "Balkh"}},
                "A1:B1");

        assertEquals(List.of("Amina", "Bashir"), conversion.cells("Name"));
        assertEquals(3, conversion.names().size());
    }

    @Test
    void cellsMergedDownTheDataAreNoHeader() throws IOException {
        final Converted conversion = convert(
                new XSSFWorkbook(),
                new Object[][] {{"Site", "Month", "Cases"}, {"Herat", "Jan", 7}, {null, "Feb", 9}, {"Balkh", "Jan", 3}},
                "A2:A3");

        assertEquals(List.of("Herat", "Herat", "Balkh"), conversion.cells("Site"));
    }

    private static Object[][] foodSecurity() {
        return new Object[][] {
            {"Acute food insecurity, May 2024"},
            {"Area", "Population", "Current", null, null, null, "Projected"},
            {null, null, "Phase 1", null, "Phase 2", null, "Phase 1"},
            {null, null, "#", "%", "#", "%", "#"},
            {"Herat", 100, 10, 0.1, 90, 0.9, 20},
            {"Balkh", 200, 20, 0.1, 180, 0.9, 40}
        };
    }

    private static String[] foodSecurityMerges() {
        return new String[] {"A1:G1", "A2:A4", "B2:B4", "C2:F2", "C3:D3", "E3:F3"};
    }

    private static Converted convert(final Workbook workbook, final Object[][] rows, final String... merges)
            throws IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (workbook) {
            final Sheet sheet = workbook.createSheet();
            for (int number = 0; number < rows.length; number++) {
                final Row row = sheet.createRow(number);
                for (int column = 0; column < rows[number].length; column++) {
                    final Cell cell = row.createCell(column);
                    if (rows[number][column] instanceof Number value) {
                        cell.setCellValue(value.doubleValue());
                    } else if (rows[number][column] instanceof String text) {
                        cell.setCellValue(text);
                    }
                }
            }
            for (final String merge : merges) {
                sheet.addMergedRegion(CellRangeAddress.valueOf(merge));
            }
            workbook.write(content);
        }
        return Converted.of(content.toByteArray(), "report", IngestOptions.DETECT_ALL);
    }
}
