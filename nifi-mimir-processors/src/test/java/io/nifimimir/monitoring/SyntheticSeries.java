/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Series of known make, the same in each run. */
public final class SyntheticSeries {
    public static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    public static final Duration HOUR = Duration.ofHours(1);

    public static final Duration DAY = Duration.ofDays(1);

    private static final double[] WEEK = {1.2, 1.1, 1.1, 1, 1, 0.6, 0.5};

    private SyntheticSeries() {}

    public static List<SeriesPoint> of(final Duration step, final int count, final IntToDoubleFunction value) {
        final List<SeriesPoint> points = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            points.add(new SeriesPoint(START.plus(step.multipliedBy(index)), value.applyAsDouble(index)));
        }
        return points;
    }

    /** A vaccine fridge: 5 °C, warmer in the afternoon, read to a tenth of a degree. */
    public static IntToDoubleFunction fridge(final long seed) {
        final Random random = new Random(seed);
        return hour -> {
            final double cycle = 0.6 * Math.sin(2 * Math.PI * (hour % 24 - 9) / 24);
            return Math.round(10 * (5 + cycle + 0.4 * random.nextGaussian())) / 10.0;
        };
    }

    /** The same, and from an hour on it climbs by 12 degrees in 30 hours, and stays. */
    public static IntToDoubleFunction failingFridge(final long seed, final int failsAt) {
        final IntToDoubleFunction quiet = fridge(seed);
        return hour -> quiet.applyAsDouble(hour) + 12 * Math.clamp((hour - failsAt + 1) / 30.0, 0, 1);
    }

    /** Daily cases of a district: a mean, fewer on weekends, scattered as counts are. */
    public static IntToDoubleFunction cases(final long seed, final double mean) {
        final Random random = new Random(seed);
        return day -> poisson(random, mean * WEEK[day % 7]);
    }

    /** The same, and from a day on they grow for 12 days to a multiple, stay there for a week, and fall back. */
    public static IntToDoubleFunction outbreak(
            final long seed, final double mean, final int startsAt, final double multiple) {
        final Random random = new Random(seed);
        return day -> {
            final double grown = Math.clamp((day - startsAt + 1) / 12.0, 0, 1);
            final double fallen = Math.clamp((day - startsAt - 19) / 12.0, 0, 1);
            return poisson(random, mean * WEEK[day % 7] * Math.pow(multiple, grown - fallen));
        };
    }

    public static IntToDoubleFunction gaussian(final long seed) {
        final Random random = new Random(seed);
        return index -> 50 + 3 * random.nextGaussian();
    }

    /** Noise with a memory: each value keeps a part of the one before. */
    public static IntToDoubleFunction autoregressive(final long seed, final double memory) {
        final Random random = new Random(seed);
        final double[] state = {0};
        return index -> {
            state[0] = memory * state[0] + random.nextGaussian();
            return 20 + state[0];
        };
    }

    /** Skewed, as amounts and durations are. */
    public static IntToDoubleFunction logNormal(final long seed) {
        final Random random = new Random(seed);
        return index -> Math.exp(2 + 0.5 * random.nextGaussian());
    }

    /** Heavy tails: Student's t with three degrees of freedom. */
    public static IntToDoubleFunction heavyTailed(final long seed) {
        final Random random = new Random(seed);
        return index -> {
            double squares = 0;
            for (int degree = 0; degree < 3; degree++) {
                final double normal = random.nextGaussian();
                squares += normal * normal;
            }
            return 100 + random.nextGaussian() / Math.sqrt(squares / 3);
        };
    }

    private static double poisson(final Random random, final double mean) {
        final double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
