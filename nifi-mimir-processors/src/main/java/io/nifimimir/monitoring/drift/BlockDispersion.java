/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/** Measures how much blocks of neighbouring rows differ from what all of the training data lets expect of them. */
final class BlockDispersion {
    private static final int SMALLEST_BLOCK = 50;

    private static final int STEP = 2;

    /**
     * A block begins anywhere, a batch of a day with the day: what holds a whole day is cut in two by a block of its size, which leaves two
     * thirds of what its rows have in common.
     */
    private static final double WHOLE = 1.5;

    /** Of fewer blocks the mean says little. */
    private static final int FEWEST_BLOCKS = 6;

    /** Of more blocks it says no more. */
    private static final int MOST_BLOCKS = 200;

    private final SeasonalCounts reference;

    private final BinnedColumn column;

    private final boolean ordered;

    BlockDispersion(final SeasonalCounts reference, final BinnedColumn column, final boolean ordered) {
        this.reference = reference;
        this.column = column;
        this.ordered = ordered;
    }

    Dispersion ofCounts() {
        return measure(this::values, DistributionTest::dispersionOfCounts);
    }

    Dispersion ofDistance() {
        return ordered ? measure(this::values, DistributionTest::dispersionOfDistance) : Dispersion.NONE;
    }

    Dispersion ofMissing() {
        return measure(BlockDispersion::missing, DistributionTest::dispersionOfCounts);
    }

    private DistributionTest values(final long[] counts, final Expectation expectation) {
        return DistributionTest.of(
                Arrays.copyOf(counts, counts.length - 1),
                expectation.sharesOfPresent(),
                Double.POSITIVE_INFINITY,
                ordered);
    }

    private static DistributionTest missing(final long[] counts, final Expectation expectation) {
        final long missing = counts[counts.length - 1];
        final long present = Arrays.stream(counts).sum() - missing;
        return DistributionTest.of(
                new long[] {missing, present},
                new double[] {expectation.missing(), 1 - expectation.missing()},
                Double.POSITIVE_INFINITY,
                false);
    }

    private Dispersion measure(
            final BiFunction<long[], Expectation, DistributionTest> test,
            final ToDoubleFunction<DistributionTest> dispersion) {
        Dispersion measured = Dispersion.NONE;
        final int rows = column.binOfRow().length;
        for (int size = SMALLEST_BLOCK; rows / size >= FEWEST_BLOCKS; size *= STEP) {
            final double factor = factor(size, test, dispersion);
            measured = factor > 0 ? measured.with(size, factor) : measured;
        }
        return measured;
    }

    /** @return 0 where no block can be compared */
    private double factor(
            final int size,
            final BiFunction<long[], Expectation, DistributionTest> test,
            final ToDoubleFunction<DistributionTest> dispersion) {
        final int rows = column.binOfRow().length;
        final int blocks = rows / size;
        final int looked = Math.min(blocks, MOST_BLOCKS);
        double sum = 0;
        int compared = 0;
        for (int look = 0; look < looked; look++) {
            final int from = (int) ((long) look * blocks / looked) * size;
            final DistributionTest block = block(from, from + size, test);
            if (block.isPossible()) {
                sum += dispersion.applyAsDouble(block);
                compared++;
            }
        }
        // The block is a part of what it is compared with, and so a little more alike than another one would be
        final double ofItself = 1 - (double) size / rows;
        return compared == 0 ? 0 : 1 + WHOLE * Math.max(0, sum / compared / ofItself - 1);
    }

    private DistributionTest block(
            final int from, final int to, final BiFunction<long[], Expectation, DistributionTest> test) {
        final long[] counts = new long[column.bins() + 1];
        final SeasonCounts seasons = SeasonCounts.empty();
        for (int index = from; index < to; index++) {
            counts[column.binOfRow()[index]]++;
            if (column.rows().epochSecond(index) != ReferenceRows.NO_TIME) {
                seasons.add(column.rows().epochSecond(index));
            }
        }
        return test.apply(counts, reference.expect(seasons));
    }
}
