/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A table of twelve mixed columns as field offices write them, the same for the same number of rows. */
final class GeneratedTable {
    private static final long SEED = 7;
    private static final List<String> NAMES = List.of(
            "id",
            "date",
            "site",
            "item_code",
            "description",
            "quantity",
            "unit_price",
            "active",
            "phone",
            "measured_at",
            "temperature",
            "comment");
    private static final List<String> SITES = List.of("Kabul", "Herat", "Camp South", "Mazar", "Kandahar");
    private static final List<String> WORDS =
            List.of("rice", "oil", "tent", "blanket", "ORS", "soap", "flour", "lentils", "kit", "tarpaulin");

    private final int rows;

    GeneratedTable(final int rows) {
        this.rows = rows;
    }

    int rows() {
        return rows;
    }

    byte[] csv() {
        final StringWriter csv = new StringWriter();
        try {
            writeCsv(csv);
        } catch (final IOException e) {
            throw new UncheckedIOException("Memory cannot be written", e);
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    void writeCsv(final Writer csv) throws IOException {
        csv.append(String.join(",", NAMES)).append('\n');
        final Random random = new Random(SEED);
        for (int row = 0; row < rows; row++) {
            final String[] cells = cells(random, row);
            cells[11] = cells[11].isEmpty() ? "" : '"' + cells[11] + '"';
            csv.append(String.join(",", cells)).append('\n');
        }
    }

    /** An array of objects; numbers and booleans without quotes. */
    byte[] json() {
        final StringBuilder json = new StringBuilder("[");
        final Random random = new Random(SEED);
        for (int row = 0; row < rows; row++) {
            final String[] cells = cells(random, row);
            json.append(row == 0 ? "" : ",\n");
            for (int index = 0; index < cells.length; index++) {
                final boolean bare = index == 0 || index == 5 || index == 6 || index == 7 || index == 10;
                json.append(index == 0 ? '{' : ',')
                        .append('"')
                        .append(NAMES.get(index))
                        .append("\":");
                json.append(bare ? cells[index] : '"' + cells[index] + '"');
            }
            json.append('}');
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One sheet; days, times, numbers and booleans are what they are and not texts. */
    byte[] xlsx() throws IOException {
        final Random random = new Random(SEED);
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (SXSSFWorkbook workbook = new SXSSFWorkbook(null, 100, true, true)) {
            final CellStyle day = style(workbook, "yyyy-mm-dd");
            final CellStyle time = style(workbook, "yyyy-mm-dd hh:mm");
            final Sheet sheet = workbook.createSheet("Distribution");
            final Row header = sheet.createRow(0);
            for (int index = 0; index < NAMES.size(); index++) {
                header.createCell(index).setCellValue(NAMES.get(index));
            }
            for (int number = 0; number < rows; number++) {
                final Row row = sheet.createRow(number + 1);
                final String[] cells = cells(random, number);
                for (int index = 0; index < cells.length; index++) {
                    final Cell cell = row.createCell(index);
                    switch (index) {
                        case 0, 5, 6, 10 -> cell.setCellValue(Double.parseDouble(cells[index]));
                        case 1 -> {
                            cell.setCellValue(LocalDate.parse(cells[index]));
                            cell.setCellStyle(day);
                        }
                        case 7 -> cell.setCellValue(Boolean.parseBoolean(cells[index]));
                        case 9 -> {
                            cell.setCellValue(LocalDateTime.parse(cells[index]));
                            cell.setCellStyle(time);
                        }
                        default -> cell.setCellValue(cells[index]);
                    }
                }
            }
            workbook.write(content);
        }
        return content.toByteArray();
    }

    private static CellStyle style(final SXSSFWorkbook workbook, final String format) {
        final CellStyle style = workbook.createCellStyle();
        style.setDataFormat(workbook.createDataFormat().getFormat(format));
        return style;
    }

    private static String[] cells(final Random random, final int row) {
        final LocalDateTime time = LocalDateTime.of(2020, 1, 1, 0, 0).plusMinutes(row);
        return new String[] {
            String.valueOf(row + 1),
            time.toLocalDate().toString(),
            SITES.get(random.nextInt(SITES.size())),
            String.format(Locale.ROOT, "%05d", random.nextInt(500)),
            WORDS.get(random.nextInt(WORDS.size())) + " " + WORDS.get(random.nextInt(WORDS.size())),
            String.valueOf(random.nextInt(1_000)),
            String.format(Locale.ROOT, "%.2f", random.nextDouble() * 100),
            String.valueOf(random.nextBoolean()),
            "+93" + (700_000_000 + random.nextInt(99_999_999)),
            time + ":00",
            String.format(Locale.ROOT, "%.1f", 20 + 10 * random.nextGaussian()),
            random.nextInt(5) == 0 ? "" : "checked, ok " + random.nextInt(100)
        };
    }
}
