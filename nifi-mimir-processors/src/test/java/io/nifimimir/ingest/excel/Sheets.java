/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Workbooks of one sheet that are written as they look. */
final class Sheets {
    private Sheets() {}

    static Converted convert(final Workbook workbook, final Object[][] rows, final String... merges)
            throws IOException {
        return Converted.of(content(workbook, rows, merges), "report", IngestOptions.DETECT_ALL);
    }

    /** The sheet is called Report. */
    static byte[] content(final Workbook workbook, final Object[][] rows, final String... merges) throws IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (workbook) {
            final Sheet sheet = workbook.createSheet("Report");
            for (int number = 0; number < rows.length; number++) {
                final Row row = sheet.createRow(number);
                for (int column = 0; column < rows[number].length; column++) {
                    if (rows[number][column] == null) {
                        continue;
                    }
                    final Cell cell = row.createCell(column);
                    if (rows[number][column] instanceof Number value) {
                        cell.setCellValue(value.doubleValue());
                    } else {
                        cell.setCellValue(rows[number][column].toString());
                    }
                }
            }
            for (final String merge : merges) {
                sheet.addMergedRegion(CellRangeAddress.valueOf(merge));
            }
            workbook.write(content);
        }
        return content.toByteArray();
    }
}
