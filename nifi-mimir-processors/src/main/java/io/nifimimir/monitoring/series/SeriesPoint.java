/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.series;

import java.time.Instant;

/** One value of a time series. The value is finite. */
public record SeriesPoint(Instant timestamp, double value) {
    public SeriesPoint {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Value of a point must be finite, found " + value);
        }
    }
}
