/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SheetTableReaderTest {
    private static final Object[][] TWO_TABLES = {
        {"Stock"},
        {"Item", "Amount", "Site"},
        {"ORS", 10, "Herat"},
        {"Soap", 20, "Balkh"},
        {},
        {"Staff"},
        {},
        {"Name", "Role"},
        {"Amina", 1},
        {"Bashir", 2}
    };

    @Test
    void nextTableOfTheSheetIsNamedAndLeftOut() throws IOException {
        final Converted conversion = Sheets.convert(new XSSFWorkbook(), TWO_TABLES);

        assertEquals(List.of(10L, 20L), conversion.cells("Amount"));
        assertEquals(List.of("Report!A6"), conversion.header().sourceInfo().get("other_tables"));
    }

    @Test
    void tableIsChosenByItsFirstCell() throws IOException {
        final Converted conversion = convert(TWO_TABLES, "Report!A6");

        assertEquals(List.of("Name", "Role"), conversion.names());
        assertEquals(List.of("Amina", "Bashir"), conversion.cells("Name"));
    }

    @Test
    void tableIsChosenByItsRange() throws IOException {
        final Converted conversion = convert(TWO_TABLES, "'Report'!$A$2:$B$3");

        assertEquals(List.of("Item", "Amount"), conversion.names());
        assertEquals(List.of(10L), conversion.cells("Amount"));
    }

    @Test
    void unknownSheetOfARangeIsRefused() {
        final String message = assertThrows(IngestException.class, () -> convert(TWO_TABLES, "Missing!A6"))
                .getMessage();

        assertTrue(message.contains("[Missing!A6]") && message.contains("[Report]"), message);
    }

    @Test
    void allTablesOfAllSheets() throws IOException {
        final byte[] content = Sheets.content(new XSSFWorkbook(), TWO_TABLES);
        final ContentSource source = new ContentSource(() -> new ByteArrayInputStream(content), "a.xlsx", null);

        try (WorkbookTables tables = (WorkbookTables)
                new ExcelAdapter().open(source, IngestOptions.DETECT_ALL.withSheet(ExcelOptions.ALL_SHEETS))) {
            assertEquals(List.of("Report", "Report!A6"), tables.names());
        }
    }

    @Test
    void blankRowsWithinATableEndNothing() throws IOException {
        final Converted conversion = Sheets.convert(new XSSFWorkbook(), new Object[][] {
            {"Site", "Cases"}, {"Herat", 1}, {}, {"Balkh", 2}, {}, {"Site", "Cases"}, {"Mazar", 3}
        });

        assertEquals(List.of(1L, 2L, 3L), conversion.cells("Cases"));
        assertEquals(1, conversion.header().sourceInfo().get("repeated_headers"));
    }

    @Test
    void totalsAreRejectedAndNotesKept() throws IOException {
        final Converted conversion = Sheets.convert(new XSSFWorkbook(), new Object[][] {
            {"Site", "Month", "Cases"},
            {"Herat", "Jan", 1},
            {"Balkh", "Jan", 2},
            {"Total", null, 3},
            {},
            {"Source: Ministry of Health"}
        });

        assertEquals(List.of(1L, 2L), conversion.cells("Cases"));
        assertEquals(1, conversion.rejections().size());
        assertTrue(conversion.rejections().getFirst().contains("row 4"), conversion.rejections()::toString);
        assertEquals(
                List.of("Source: Ministry of Health"),
                conversion.header().sourceInfo().get("notes_below_table"));
    }

    private static Converted convert(final Object[][] rows, final String sheet) throws IOException {
        return Converted.of(
                Sheets.content(new XSSFWorkbook(), rows), "a.xlsx", IngestOptions.DETECT_ALL.withSheet(sheet));
    }
}
