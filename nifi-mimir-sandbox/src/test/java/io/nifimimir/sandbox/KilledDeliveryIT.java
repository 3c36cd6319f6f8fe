/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Alerts that wait for a mail server while the process that holds them is killed. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class KilledDeliveryIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration WORKED_THROUGH = Duration.ofMinutes(5);

    private NiFiInstance instance;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void whatWaitsForTheMailServerOutlivesAKillAndComesOnce() throws IOException {
        final Path home = TestHomes.fresh("killed-delivery");
        final Path data = home.resolve("data");
        instance = OwnNiFi.start(home, READY);
        final NiFiClient before = instance.client();
        try (MailServer server = new MailServer()) {
            final ImportedTemplate flow = FridgeSpreadsheet.untilAnAlertWaits(before, data, server);
            flow.awaitWritten(instance, "Send mails");

            instance.kill();
            server.start();
            instance.start().awaitReady(READY);
            final NiFiClient after = instance.client();
            Await.until("the mails", WORKED_THROUGH, server::mails, mails -> mails.size() >= 2);
            Await.untilTrue(
                    "all queues to be empty",
                    WORKED_THROUGH,
                    () -> after.connections().list(flow.groupId()).stream()
                            .allMatch(connection -> connection.queuedCount() == 0));

            assertEquals(
                    "[HIGH] temperature_c of Herat is too high",
                    server.mails().getFirst().subject());
            final List<String> keys = server.alertKeys();
            assertEquals(Set.copyOf(keys).size(), keys.size(), "each alert is in one mail");
            try (StoreView store = StoreView.open(data.resolve("store"))) {
                assertEquals(0, store.unsentAlerts());
                assertEquals(Set.copyOf(store.alertKeys()), Set.copyOf(keys));
            }
        }
    }
}
