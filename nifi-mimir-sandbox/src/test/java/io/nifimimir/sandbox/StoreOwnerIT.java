/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Bulletin;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One store directory, two NiFi: the second one is kept out, and told why. */
@ExtendWith({SharedNiFi.class, Troubleshooting.class})
@Timeout(600)
class StoreOwnerIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String REFUSAL = "is open in another process";

    private NiFiInstance second;

    @AfterEach
    void tearDown() {
        if (second != null) {
            second.kill();
        }
    }

    @Test
    void secondNiFiIsRefusedAndTheFirstGoesOn(final NiFiClient first) {
        final Path folder = TestHomes.fresh("one-store").resolve("store");
        final ControllerService owner = store(first, folder);
        first.controllerServices().enable(owner.id());
        second = OwnNiFi.start(TestHomes.fresh("second"), READY);

        final ControllerService late = store(second.client(), folder);

        assertTrue(
                second.client().controllerServices().verify(late.id()).stream()
                        .anyMatch(step -> step.explanation().contains(REFUSAL)),
                "said by Verify");
        second.client().controllerServices().beginEnabling(late.id());
        Await.until(
                "a bulletin of the second NiFi that says who owns the store",
                SOON,
                () -> second.client().bulletins().stream()
                        .map(Bulletin::message)
                        .toList(),
                (final List<String> messages) -> messages.stream().anyMatch(message -> message.contains(REFUSAL)));
        assertTrue(first.controllerServices().get(owner.id()).isEnabled());
        assertFalse(second.client().controllerServices().get(late.id()).isEnabled());
    }

    private static ControllerService store(final NiFiClient client, final Path folder) {
        return Flows.store(client, client.processGroups().rootId(), "Store", folder);
    }
}
