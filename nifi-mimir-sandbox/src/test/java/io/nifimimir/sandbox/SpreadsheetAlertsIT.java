/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.MailServer.Mail;
import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.NiFiClient;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** From a spreadsheet in a folder to a mail, as docs/spreadsheet-alerts.md tells it, also where the mail server is away at first. */
@ExtendWith({Troubleshooting.class, SharedNiFi.class})
@Timeout(900)
class SpreadsheetAlertsIT {
    private static final Duration WORKED_THROUGH = Duration.ofMinutes(5);
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 90;
    private static final Pattern KEY = Pattern.compile("(?m)^ontology \\S+, alert (\\S+)$");

    @TempDir
    private Path home;

    @Test
    void worseSpreadsheetBecomesOneMailWhenTheServerIsBack(final NiFiClient client) throws IOException {
        final Path inbox = Files.createDirectories(home.resolve("inbox"));
        try (MailServer server = new MailServer()) {
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
            final Connection waiting = connection(client, flow, "Gather what waits", "Send mails");
            Await.until(
                    "the alert to wait for the mail server",
                    WORKED_THROUGH,
                    () -> client.connections().flowFiles(waiting.id()).stream()
                            .map(mail -> mail.attributes().get("mail.kind"))
                            .toList(),
                    kinds -> kinds.contains("HIGH"));
            assertEquals(List.of(), server.mails());

            server.start();
            final List<Mail> first =
                    Await.until("the first mail", WORKED_THROUGH, server::mails, mails -> !mails.isEmpty());
            assertEquals(
                    "[HIGH] temperature_c of Herat is too high",
                    first.getFirst().subject());
            assertSays(first.getFirst());

            drop(inbox, 4, 4);
            Await.until(
                    "the mail that it is over",
                    WORKED_THROUGH,
                    server::mails,
                    mails -> mails.stream()
                            .anyMatch(mail -> mail.subject().startsWith("[OVER]")
                                    && mail.text().contains("OVER: temperature_c of Herat is too high")));
            awaitNothingOnItsWay(client, flow);
            assertEachAlertIsInOneMail(server.mails());
            assertEquals(3, originals(), "each file as it came");
            assertEquals(List.of(), List.copyOf(Folders.names(inbox)));
        }
    }

    @Test
    void whatIsRefusedIsKeptAndAMailSaysWhy(final NiFiClient client) throws IOException {
        final Path inbox = Files.createDirectories(home.resolve("inbox"));
        try (MailServer server = new MailServer()) {
            server.start();
            ImportedTemplate.of(client, "mimir-spreadsheet-alerts")
                    .foldersIn(home)
                    .set(server.parameters())
                    .start();
            Files.copy(Path.of("..", "samples", "damaged", "truncated.xlsx"), inbox.resolve("truncated.xlsx"));
            Files.writeString(inbox.resolve("cases.csv"), "day,cases\n2024-01-01,5\n2024-01-02,6,7\n2024-01-03,5\n");

            final String text = Await.until(
                    "the mails about both files",
                    WORKED_THROUGH,
                    () -> String.join(
                            "\n", server.mails().stream().map(Mail::text).toList()),
                    seen -> seen.contains("truncated.xlsx") && seen.contains("cases.csv"));

            assertTrue(
                    text.contains("truncated.xlsx\nThe workbook cannot be read; it is damaged or not complete"), text);
            assertTrue(text.contains("line 3: 3 fields, expected 2; found: 2024-01-02,6,7"), text);
            assertTrue(server.mails().stream().allMatch(mail -> mail.subject().startsWith("[REFUSED]")), text);
            assertEquals(
                    -1,
                    Files.mismatch(
                            Path.of("..", "samples", "damaged", "truncated.xlsx"),
                            home.resolve("refused").resolve("truncated.xlsx")));
        }
    }

    private long originals() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("originals"))) {
            return files.filter(file -> file.endsWith("fridges.xlsx")).count();
        }
    }

    private static void assertSays(final Mail mail) {
        for (final String said : List.of(
                "temperature_c of Herat is 16.7, expected 2.9 to 7.1",
                "since 2024-03-31",
                "4 readings",
                "In 160 characters:\nHIGH: temperature_c of Herat is 16.7")) {
            assertTrue(mail.text().contains(said), mail.text());
        }
        assertFalse(mail.text().contains("Kabul"), mail.text());
    }

    private static void assertEachAlertIsInOneMail(final List<Mail> mails) {
        final List<String> keys = mails.stream()
                .flatMap(mail -> KEY.matcher(mail.text()).results())
                .map(result -> result.group(1))
                .toList();
        assertEquals(keys.stream().distinct().toList(), keys);
    }

    private void awaitNothingOnItsWay(final NiFiClient client, final ImportedTemplate flow) {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            Await.untilTrue("all alerts to be sent", WORKED_THROUGH, () -> store.unsentAlerts() == 0);
        }
        Await.untilTrue(
                "all queues to be empty",
                WORKED_THROUGH,
                () -> client.connections().list(flow.groupId()).stream()
                        .allMatch(connection -> connection.queuedCount() == 0));
    }

    private static Connection connection(
            final NiFiClient client, final ImportedTemplate flow, final String from, final String to) {
        return client.connections().list(flow.groupId()).stream()
                .filter(connection -> connection.sourceName().equals(from)
                        && connection.destinationName().equals(to))
                .findFirst()
                .orElseThrow();
    }

    /** Drops the temperatures of two fridges, of which one has failed on some days and was mended for some. */
    private void drop(final Path inbox, final int failed, final int mended) throws IOException {
        final Path draft = home.resolve("fridges.xlsx");
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
