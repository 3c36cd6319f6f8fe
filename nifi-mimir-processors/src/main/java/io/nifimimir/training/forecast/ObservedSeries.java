/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Objects;

/**
 * One time series as it was observed: in the order of time, with gaps, any spacing, and as many points of one instant as there are.
 *
 * @param entity what the series is of; empty where there is but one
 * @param epochMillis instants of the points, never falling
 * @param values one for each instant; one that is not finite counts as missing
 */
@SuppressWarnings("ArrayRecordComponent")
public record ObservedSeries(String entity, long[] epochMillis, double[] values) {
    public ObservedSeries {
        Objects.requireNonNull(entity, "Entity required");
        if (epochMillis.length != values.length) {
            throw new IllegalArgumentException("Series [%s] has %d instants and %d values, expected as many of each"
                    .formatted(entity, epochMillis.length, values.length));
        }

        for (int index = 1; index < epochMillis.length; index++) {
            if (epochMillis[index] < epochMillis[index - 1]) {
                throw new IllegalArgumentException(
                        "Series [%s] is not in the order of time: point %d lies before point %d"
                                .formatted(entity, index + 1, index));
            }
        }
    }
}
