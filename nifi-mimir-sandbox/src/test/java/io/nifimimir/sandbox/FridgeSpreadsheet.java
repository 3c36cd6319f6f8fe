/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** Daily temperatures of two fridges as somebody keeps them in a workbook. */
final class FridgeSpreadsheet {
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 90;
    private static final Duration WORKED_THROUGH = Duration.ofMinutes(5);

    private FridgeSpreadsheet() {}

    /**
     * Starts the flow for spreadsheets in a home, drops one that is trained on and then one with a failing fridge, and waits until its alert
     * waits for a mail server that is away.
     */
    static ImportedTemplate untilAnAlertWaits(final NiFiClient client, final Path home, final MailServer server)
            throws IOException {
        final Path inbox = Files.createDirectories(home.resolve("inbox"));
        final ImportedTemplate flow = ImportedTemplate.of(client, "mimir-spreadsheet-alerts")
                .foldersIn(home)
                .set(server.parameters())
                .start();
        drop(inbox, 0, 0);
        Await.untilTrue(
                "the training report",
                WORKED_THROUGH,
                () -> Folders.names(home.resolve("reports")).contains("fridges-training-report.json"));
        drop(inbox, 4, 0);
        server.awaitWaiting(client, flow, "HIGH");
        return flow;
    }

    /**
     * Drops them whole or not at all.
     *
     * @param failed days at the end, or before those that follow, on which one fridge is too warm
     * @param mended days after it was mended
     */
    static void drop(final Path inbox, final int failed, final int mended) throws IOException {
        final Path draft = inbox.resolve(".fridges.xlsx");
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                OutputStream file = Files.newOutputStream(draft)) {
            final Sheet sheet = workbook.createSheet("Temperatures");
            write(sheet, List.of("day", "site", "temperature_c", "visits"));
            for (int day = 0; day < DAYS + failed + mended; day++) {
                final boolean hot = day >= DAYS && day < DAYS + failed;
                final double usual = 5 + (day * 7 % 11 - 5) / 10.0;
                final String date = FIRST_DAY.plusDays(day).toString();
                write(sheet, List.of(date, "Herat", hot ? usual + 12 : usual, 20 + day * 3 % 5));
                write(sheet, List.of(date, "Kabul", usual, 20 + day * 5 % 7));
            }
            workbook.write(file);
        }
        Files.move(draft, inbox.resolve("fridges.xlsx"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(final Sheet sheet, final List<?> cells) {
        final Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
        for (final Object cell : cells) {
            if (cell instanceof Number number) {
                row.createCell(row.getPhysicalNumberOfCells()).setCellValue(number.doubleValue());
            } else {
                row.createCell(row.getPhysicalNumberOfCells()).setCellValue(cell.toString());
            }
        }
    }
}
