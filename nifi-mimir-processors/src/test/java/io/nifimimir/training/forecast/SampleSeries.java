/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Series to forecast. */
final class SampleSeries {
    static final long START =
            LocalDate.of(2023, 1, 2).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();

    private SampleSeries() {}

    /** International airline passengers in thousands, by month, 1949 to 1960 (Box and Jenkins 1976, series G). */
    static double[] airPassengers() {
        return new double[] {
            112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158,
            133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218,
            230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235,
            227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278,
            284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404,
            347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472,
            548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432
        };
    }

    static ObservedSeries monthly(final double[] values) {
        final long[] instants = IntStream.range(0, values.length)
                .mapToLong(month -> LocalDate.of(1949, 1, 1)
                        .plusMonths(month)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli())
                .toArray();
        return new ObservedSeries("", instants, values);
    }

    static ObservedSeries daily(final int count, final IntToDoubleFunction value) {
        return spaced(
                "",
                Duration.ofDays(1),
                IntStream.range(0, count).mapToDouble(value).toArray());
    }

    static ObservedSeries spaced(final String entity, final Duration step, final double[] values) {
        final long[] instants = LongStream.range(0, values.length)
                .map(index -> START + index * step.toMillis())
                .toArray();
        return new ObservedSeries(entity, instants, values);
    }

    /** A weekly rhythm with autocorrelated noise. */
    static double[] weeklyAutoregressive(final RandomGenerator random, final int count) {
        final double[] values = new double[count];
        double noise = 0;
        for (int day = 0; day < count; day++) {
            noise = 0.6 * noise + random.nextGaussian();
            values[day] = 50 + 6 * Math.sin(2 * Math.PI * day / 7) + noise;
        }

        return values;
    }
}
