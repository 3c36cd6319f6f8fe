/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * When a job that failed is tried again: after a minute, and after twice as long with each further failure, up to six hours. A tenth more
 * or less, by the job's name and the number of failures, keeps jobs that failed together from coming back together.
 */
public final class BackOff {
    static final Duration FIRST = Duration.ofMinutes(1);

    static final Duration LONGEST = Duration.ofHours(6);

    private static final int PARTS = 1_000;

    private BackOff() {}

    /** @param failures in a row, 1 or more */
    public static Instant retryAt(final String jobId, final int failures, final Instant failedAt) {
        // Nine doublings go beyond the longest
        final int doublings = Math.min(Math.max(failures, 1), 10) - 1;
        final long milliseconds = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
        final int share = Math.floorMod(31 * jobId.hashCode() + failures, PARTS) - PARTS / 2;
        return failedAt.plusMillis(milliseconds + milliseconds / 5 * share / PARTS);
    }
}
