/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

class HxlTagsTest {
    private static final List<String> COLUMNS = List.of("Province", "People");

    @Test
    void rowOfTagsIsNoData() throws IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            final XSSFSheet sheet = workbook.createSheet();
            final List<List<String>> rows = List.of(COLUMNS, List.of("#adm1 +name", "#affected"));
            for (int index = 0; index < rows.size(); index++) {
                final Row row = sheet.createRow(index);
                row.createCell(0).setCellValue(rows.get(index).get(0));
                row.createCell(1).setCellValue(rows.get(index).get(1));
            }
            final Row data = sheet.createRow(2);
            data.createCell(0).setCellValue("Herat");
            data.createCell(1).setCellValue(12);
            workbook.write(content);
        }

        final Converted conversion = Converted.of(content.toByteArray(), "a.xlsx", IngestOptions.DETECT_ALL);

        assertEquals(List.of(12L), conversion.cells("People"));
        assertEquals(Map.of("Province", "#adm1 +name", "People", "#affected"), conversion.info("hxl_tags"));
    }

    @Test
    void numbersWithAHashAreData() {
        assertEquals(Map.of(), HxlTags.of(COLUMNS, List.of("#1", "#2")));
    }

    @Test
    void singleTagAmongDataIsData() {
        assertEquals(Map.of(), HxlTags.of(COLUMNS, List.of("#urgent", "call back")));
    }
}
