/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.MailServer.Mail;
import io.nifimimir.sandbox.client.NiFiClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** From a spreadsheet in a folder to a mail, as docs/spreadsheet-alerts.md tells it, also where the mail server is away at first. */
@ExtendWith({Troubleshooting.class, SharedNiFi.class})
@Timeout(900)
class SpreadsheetAlertsIT {
    private static final Duration WORKED_THROUGH = Duration.ofMinutes(5);

    @TempDir
    private Path home;

    @Test
    void worseSpreadsheetBecomesOneMailWhenTheServerIsBack(final NiFiClient client) throws IOException {
        final Path inbox = home.resolve("inbox");
        try (MailServer server = new MailServer()) {
            final ImportedTemplate flow = FridgeSpreadsheet.untilAnAlertWaits(client, home, server);
            assertEquals(List.of(), server.mails());

            server.start();
            final List<Mail> first =
                    Await.until("the first mail", WORKED_THROUGH, server::mails, mails -> !mails.isEmpty());
            assertEquals(
                    "[HIGH] temperature_c of Herat is too high",
                    first.getFirst().subject());
            assertSays(first.getFirst());

            FridgeSpreadsheet.drop(inbox, 4, 4);
            Await.until(
                    "the mail that it is over",
                    WORKED_THROUGH,
                    server::mails,
                    mails -> mails.stream()
                            .anyMatch(mail -> mail.subject().startsWith("[OVER]")
                                    && mail.text().contains("OVER: temperature_c of Herat is too high")));
            awaitNothingOnItsWay(client, flow);
            assertEquals(
                    Set.copyOf(server.alertKeys()).size(), server.alertKeys().size(), "each alert is in one mail");
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

    @Test
    void guideNamesEachParameter() throws IOException {
        final String guide = Files.readString(Path.of("..", "docs", "spreadsheet-alerts.md"));
        TemplateFile.all().stream()
                .filter(template -> template.key().equals("mimir-spreadsheet-alerts"))
                .flatMap(template -> template.parameters().stream())
                .forEach(parameter -> assertTrue(
                        guide.contains("`%s`".formatted(parameter.path("name").asText())), parameter.toString()));
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
}
