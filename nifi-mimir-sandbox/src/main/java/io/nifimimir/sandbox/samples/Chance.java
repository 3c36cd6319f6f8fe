/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import java.math.BigDecimal;
import java.util.SplittableRandom;

/**
 * Draws that come out the same on every JDK and every processor.
 *
 * <p>Only {@code nextLong} of the generator is used: how the JDK turns bits into doubles, bounded numbers and normal
 * deviates has changed between releases, and {@code Math} may differ from {@code StrictMath} in the last bit.
 */
final class Chance {

    private static final double ONE_STEP = 0x1.0p-53;
    private static final int UNIFORMS_PER_NORMAL = 12;

    private final SplittableRandom random;

    Chance(final long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Evenly spread over [0, 1). */
    double uniform() {
        return (random.nextLong() >>> 11) * ONE_STEP;
    }

    /** A whole number of [0, bound). */
    int below(final int bound) {
        return (int) (uniform() * bound);
    }

    boolean happens(final double probability) {
        return uniform() < probability;
    }

    /** Nearly standard normal and never beyond six deviations: the sum of twelve uniforms has a variance of one. */
    double normal() {
        double sum = 0;
        for (int drawn = 0; drawn < UNIFORMS_PER_NORMAL; drawn++) {
            sum += uniform();
        }
        return sum - UNIFORMS_PER_NORMAL / 2.0;
    }

    /** A Poisson count; the mean has to stay below some hundreds, for exp(-mean) must not vanish. */
    int count(final double mean) {
        final double limit = StrictMath.exp(-mean);
        int events = 0;
        double product = uniform();
        while (product > limit) {
            events++;
            product *= uniform();
        }
        return events;
    }

    void fill(final byte[] target) {
        for (int index = 0; index < target.length; index++) {
            target[index] = (byte) random.nextLong();
        }
    }

    /** A wave of one full turn per period, from -1 to 1, zero and rising at the start. */
    static double wave(final double position, final double period) {
        return StrictMath.sin(2 * StrictMath.PI * position / period);
    }

    static double clamp(final double value, final double lowest, final double highest) {
        return StrictMath.max(lowest, StrictMath.min(highest, value));
    }

    /** Plain decimal text with a point, whatever the machine's language. */
    static String decimal(final double value, final int places) {
        final double scale = BigDecimal.TEN.pow(places).doubleValue();
        return BigDecimal.valueOf(StrictMath.round(value * scale), places).toPlainString();
    }
}
