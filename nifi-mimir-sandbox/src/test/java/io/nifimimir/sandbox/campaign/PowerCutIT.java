/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** The power is cut while the store writes; {@code ./mimir bench powercut} does it to a whole NiFi, and often. */
@Timeout(300)
class PowerCutIT {
    private static final Path FOLDER = Path.of("target", "power-cuts");
    private static final int CUTS = 5;
    private static final long SEED = 5;

    @BeforeEach
    void setUp() {
        final Optional<String> obstacle = LoopDisk.obstacle(FOLDER.toAbsolutePath());
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    @Test
    void whatWasAcknowledgedIsThereWhenThePowerIsBack() {
        assertEquals(List.of(), cuts(StorePowerCuts.Synchronous.FULL));
    }

    /** Otherwise the test above would prove nothing. */
    @Test
    void aStoreThatDoesNotFlushIsCaught() {
        assertFalse(cuts(StorePowerCuts.Synchronous.NORMAL).isEmpty());
    }

    private static List<String> cuts(final StorePowerCuts.Synchronous synchronous) {
        return new StorePowerCuts(FOLDER, CUTS, synchronous, SEED, System.out).run();
    }
}
