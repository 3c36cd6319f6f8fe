/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BackOffTest {
    private static final Instant FAILED_AT = Instant.parse("2026-03-10T12:00:00Z");

    @Test
    void testWaitDoublesUpToALimit() {
        for (int failures = 1; failures <= 40; failures++) {
            final Duration middle = failures < 10 ? BackOff.FIRST.multipliedBy(1L << failures - 1) : BackOff.LONGEST;
            final Duration wait = Duration.between(FAILED_AT, BackOff.retryAt("job", failures, FAILED_AT));
            assertTrue(wait.minus(middle).abs().compareTo(middle.dividedBy(10)) <= 0, failures + ": " + wait);
        }
    }

    @Test
    void testJobsThatFailTogetherComeBackOneByOneAndEachAtItsOwnTime() {
        assertNotEquals(BackOff.retryAt("one", 3, FAILED_AT), BackOff.retryAt("another", 3, FAILED_AT));
        assertEquals(BackOff.retryAt("one", 3, FAILED_AT), BackOff.retryAt("one", 3, FAILED_AT));
    }
}
