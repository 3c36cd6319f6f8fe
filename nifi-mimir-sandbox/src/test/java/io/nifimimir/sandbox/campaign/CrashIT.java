/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The kill campaign in its shortest form; {@code ./mimir bench crash} is the long one. */
@Timeout(600)
class CrashIT {
    private static final Path FOLDER = Path.of("target", "system-tests", "crash");
    private static final long SEED = 3;

    @Test
    void nothingIsForgottenAndNothingComesOutTwiceWhereNiFiIsKilled() {
        assertEquals(List.of(), new KillCampaign(FOLDER, 3, 4, SEED, System.out).run());
    }
}
