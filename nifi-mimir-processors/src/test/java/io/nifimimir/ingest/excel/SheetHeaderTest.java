/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.Converted;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class SheetHeaderTest {

    @Test
    void namesOfGroupsAreJoinedWithTheNamesBelow() throws IOException {
        final Converted conversion = Sheets.convert(new XSSFWorkbook(), foodSecurity(), foodSecurityMerges());

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
                Sheets.convert(new XSSFWorkbook(), foodSecurity(), foodSecurityMerges())
                        .names(),
                Sheets.convert(new HSSFWorkbook(), foodSecurity(), foodSecurityMerges())
                        .names());
    }

    @Test
    void groupsOverSomeColumnsOnly() throws IOException {
        final Converted conversion = Sheets.convert(
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
        final Converted conversion = Sheets.convert(
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
        final Converted conversion = Sheets.convert(
                new XSSFWorkbook(),
                new Object[][] {{"Name", null, "Site"}, {"Amina", "Karimi", "Herat"}, {"Bashir", "Nuri", "Balkh"}},
                "A1:B1");

        assertEquals(List.of("Amina", "Bashir"), conversion.cells("Name"));
        assertEquals(3, conversion.names().size());
    }

    @Test
    void cellsMergedDownTheDataAreNoHeader() throws IOException {
        final Converted conversion = Sheets.convert(
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
}
