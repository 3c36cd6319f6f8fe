/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Duration;
import java.util.Objects;

/**
 * So many points, and so long: both are asked for.
 *
 * @param time from the first to the last point, by the time of the data
 */
public record Span(int points, Duration time) {
    public Span {
        Objects.requireNonNull(time, "Time required");
        if (points < 0 || time.isNegative()) {
            throw new IllegalArgumentException(
                    "A span has 0 points and 0 minutes or more, found %d and %s".formatted(points, time));
        }
    }

    public static Span ofPoints(final int points) {
        return new Span(points, Duration.ZERO);
    }
}
