/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.time.Duration;
import java.util.Objects;

/**
 * How long what is over is kept. What is open is kept at any age: active alerts, messages not yet sent, runs that go on.
 *
 * @param points points of series, before the newest one of each
 * @param runs ended runs of jobs, but for the last of each job
 * @param alerts alerts and silences that are over
 * @param audit entries of the audit
 * @param cacheEntries entries of the map cache that nobody has written since
 */
public record RetentionPolicy(Duration points, Duration runs, Duration alerts, Duration audit, Duration cacheEntries) {
    public static final RetentionPolicy DEFAULT = new RetentionPolicy(
            Duration.ofDays(730),
            Duration.ofDays(90),
            Duration.ofDays(365),
            Duration.ofDays(1_095),
            Duration.ofDays(90));

    public RetentionPolicy {
        requirePositive(points, "Points");
        requirePositive(runs, "Runs");
        requirePositive(alerts, "Alerts");
        requirePositive(audit, "Audit");
        requirePositive(cacheEntries, "Cache entries");
    }

    private static void requirePositive(final Duration duration, final String name) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(
                    "%s are to be kept for %s, expected a time above zero".formatted(name, duration));
        }
    }
}
