/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.ColumnProfile;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.RowBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The profile of one pass, beside one that takes all values, several passes and as many digits as it needs. */
class ProfileReferenceTest {
    private static final int CELLS = 120_000;
    private static final ProfileSize SIZE = ProfileSize.forColumns(12);

    /** Where the cells of a column come from. */
    private enum Distribution {
        FEW_VALUES {
            @Override
            double next(final Random random, final int cell) {
                return Math.floor(Math.pow(random.nextDouble(), 3) * 500) / 4;
            }
        },
        FAR_FROM_ZERO {
            @Override
            double next(final Random random, final int cell) {
                return 1e9 + random.nextGaussian();
            }
        },
        HEAVY_TAIL {
            @Override
            double next(final Random random, final int cell) {
                return Math.exp(4 * random.nextGaussian());
            }
        },
        SORTED {
            @Override
            double next(final Random random, final int cell) {
                return cell * 0.25 - 9_000;
            }
        },
        FREQUENT_AMONG_MANY {
            @Override
            double next(final Random random, final int cell) {
                return random.nextInt(4) == 0 ? random.nextInt(3) : random.nextDouble();
            }
        };

        abstract double next(Random random, int cell);
    }

    @ParameterizedTest
    @EnumSource
    void onePassIsAsGoodAsManyPasses(final Distribution distribution) throws IOException {
        final double[] values = values(distribution);

        final Column column = profile(values);

        final BigDecimal sum = Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        final BigDecimal mean = sum.divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128);
        final double variance = Arrays.stream(values)
                        .mapToObj(value -> new BigDecimal(value).subtract(mean))
                        .map(distance -> distance.multiply(distance, MathContext.DECIMAL128))
                        .reduce(BigDecimal.ZERO, (one, other) -> one.add(other, MathContext.DECIMAL128))
                        .doubleValue()
                / (values.length - 1);
        assertEquals(values.length, column.stats().count());
        assertEquals(Arrays.stream(values).min().orElseThrow(), column.stats().min());
        assertEquals(Arrays.stream(values).max().orElseThrow(), column.stats().max());
        assertClose(sum.doubleValue(), column.stats().sum());
        assertClose(mean.doubleValue(), column.stats().mean());
        assertEquals(Math.sqrt(variance), column.stats().standardDeviation(), Math.sqrt(variance) * 1e-9);
        assertDistinct(values, column);
        assertFrequent(values, column.profile());
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        assertRank(sorted, 0.5, column.stats().median(), column.profile().quantileRankError());
        column.profile()
                .quantiles()
                .forEach((rank, value) -> assertRank(
                        sorted,
                        Double.parseDouble(rank),
                        value,
                        column.profile().quantileRankError()));
    }

    @ParameterizedTest
    @EnumSource
    void mergedProfilesSayWhatOneOfAllSays(final Distribution distribution) throws IOException {
        final double[] values = values(distribution);
        final int middle = CELLS / 3;
        final Map<String, byte[]> all = profile(values).profile().sketches();
        final ColumnSketches merged = ColumnSketches.of(
                profile(Arrays.copyOf(values, middle)).profile().sketches(), SIZE.quantileSize());

        merged.merge(ColumnSketches.of(
                profile(Arrays.copyOfRange(values, middle, CELLS)).profile().sketches(), SIZE.quantileSize()));

        assertEquals(
                ColumnSketches.of(all, SIZE.quantileSize()).distinctCount(),
                merged.distinctCount(),
                "The registers of all are the larger ones of both");
        Arrays.sort(values);
        for (final double rank : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
            assertRank(values, rank, merged.quantile(rank), 0.01);
        }
    }

    private static double[] values(final Distribution distribution) {
        final Random random = new Random(distribution.ordinal());
        final double[] values = new double[CELLS];
        Arrays.setAll(values, cell -> distribution.next(random, cell));
        return values;
    }

    private static Column profile(final double... values) {
        final ColumnProfiler profiler = new ColumnProfiler(DataType.NUMERIC, SIZE);
        final RowBuffer row = new RowBuffer();
        for (final double value : values) {
            row.clear();
            row.add(value);
            profiler.accept(row, 0);
        }
        return profiler.toColumn("x", 0, false);
    }

    private static void assertDistinct(final double[] values, final Column column) {
        final long distinct = Arrays.stream(values).distinct().count();
        if (column.uniqueCountExact()) {
            assertEquals(distinct, column.uniqueCount());
        } else {
            final double error = column.profile().uniqueCountError();
            assertTrue(error > 0 && error < 0.02, () -> "Stated error " + error);
            assertEquals(distinct, column.uniqueCount(), 3 * error * distinct);
        }
    }

    private static void assertFrequent(final double[] values, final ColumnProfile profile) {
        final Map<Double, Long> counts = new HashMap<>();
        Arrays.stream(values).forEach(value -> counts.merge(value, 1L, Long::sum));
        for (final ColumnProfile.Frequency frequent : profile.frequentValues()) {
            final long count = counts.getOrDefault(Double.valueOf(frequent.value()), 0L);
            assertTrue(
                    Math.abs(frequent.count() - count) <= profile.frequencyError(),
                    () -> "%s is %d, with an error up to %d".formatted(frequent, count, profile.frequencyError()));
        }
        final List<String> named = profile.frequentValues().stream()
                .map(ColumnProfile.Frequency::value)
                .toList();
        final List<Double> missed = new ArrayList<>(counts.keySet());
        missed.removeIf(value -> counts.get(value) < CELLS / 20
                || new HashSet<>(named.stream().map(Double::valueOf).toList()).contains(value));
        assertEquals(List.of(), missed, "A value of every twentieth cell is frequent");
    }

    private static void assertRank(
            final double[] sorted, final double rank, final double value, final double tolerance) {
        final double below =
                Arrays.stream(sorted).filter(other -> other < value).count() / (double) sorted.length;
        final double upTo =
                Arrays.stream(sorted).filter(other -> other <= value).count() / (double) sorted.length;
        final double slack = tolerance + 1.0 / sorted.length;
        assertTrue(
                below - slack <= rank && rank <= upTo + slack,
                () -> "%s stands at the ranks %s to %s, not at %s".formatted(value, below, upTo, rank));
    }

    private static void assertClose(final double expected, final double actual) {
        assertEquals(expected, actual, Math.abs(expected) * 1e-12 + 1e-12);
    }
}
