/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import io.nifimimir.monitoring.drift.DriftFinding.Change;
import io.nifimimir.monitoring.drift.DriftFinding.Example;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The tests of one column: how its values are distributed, whether some are new, and whether more are missing. */
final class ColumnComparison {
    private static final int MOST_EXAMPLES = 3;

    private final ColumnReference reference;

    private final SeasonalCounts seasonal;

    private final ColumnWindow column;

    private final RowWindow window;

    private final Expectation expectation;

    private final double present;

    /** @param seasonal the part of the reference that counts */
    ColumnComparison(
            final ColumnReference reference,
            final SeasonalCounts seasonal,
            final ColumnWindow column,
            final RowWindow window) {
        this.reference = reference;
        this.seasonal = seasonal;
        this.column = column;
        this.window = window;
        this.expectation = seasonal.expect(window.seasons());
        this.present = window.rows() - (double) column.missing();
    }

    /** Each test as a finding with its p-value as it stands alone. */
    void addTo(final List<DriftFinding> tests) {
        addMissing(tests);
        if (present > 0) {
            addDistribution(tests);
            addNewValues(tests);
        }
    }

    private void addMissing(final List<DriftFinding> tests) {
        final double rows = window.rows();
        // As if one row more had been missing: what training never saw missing may still be
        final double expected = (expectation.missing() * expectation.rows() + 1) / (expectation.rows() + 2);
        final double dispersion = seasonal.missingDispersion().at(rows);
        final double pValue = TailProbabilities.poisson(column.missing() / dispersion, rows * expected / dispersion);
        final double seen = column.missing() / rows;
        final List<Example> examples = column.missing() == 0
                ? List.of()
                : List.of(new Example(
                        "", seen, expected, window.nameOf(column.exampleRows()[column.counts().length - 1])));
        tests.add(new DriftFinding(
                reference.name(),
                Change.MISSING,
                excess(seen, expected),
                Math.max(0, seen - expectation.missing()),
                pValue,
                seen,
                expectation.missing(),
                examples));
    }

    private void addDistribution(final List<DriftFinding> tests) {
        final boolean ordered = reference.bins() instanceof ColumnBins.Numbers;
        final double[] shares = expectation.sharesOfPresent();
        final DistributionTest test = DistributionTest.of(column.present(), shares, expectation.rows(), ordered);
        if (!test.isPossible()) {
            return;
        }
        final double dispersion = seasonal.dispersion().at(present);
        final List<Example> examples = mostGrown(shares);
        if (reference.bins() instanceof final ColumnBins.Numbers numbers) {
            final double[] seen = IntStream.range(0, shares.length)
                    .mapToDouble(bin -> column.counts()[bin] / present)
                    .toArray();
            tests.add(distribution(
                    test,
                    dispersion,
                    Change.NUMBERS,
                    numbers.median(seen, column.minimum(), column.maximum()),
                    numbers.median(shares, numbers.minimum(), numbers.maximum()),
                    examples));
        } else {
            final Example most = examples.isEmpty() ? new Example("", 0, 0, "") : examples.getFirst();
            tests.add(distribution(test, dispersion, Change.LEVELS, most.share(), most.expectedShare(), examples));
        }
    }

    private DriftFinding distribution(
            final DistributionTest test,
            final double dispersion,
            final Change change,
            final double seen,
            final double expected,
            final List<Example> examples) {
        return new DriftFinding(
                reference.name(),
                change,
                test.stabilityIndexBeyondChance(dispersion),
                test.distance(),
                test.pValue(dispersion, seasonal.distanceDispersion().at(present)),
                seen,
                expected,
                examples);
    }

    private List<Example> mostGrown(final double... shares) {
        final List<Example> examples = new ArrayList<>();
        final int[] bins = IntStream.range(0, shares.length)
                .boxed()
                .filter(bin -> column.counts()[bin] > 0)
                .sorted(Comparator.comparingDouble(bin -> shares[bin] - column.counts()[bin] / present))
                .mapToInt(Integer::intValue)
                .limit(MOST_EXAMPLES)
                .toArray();
        for (final int bin : bins) {
            final double share = column.counts()[bin] / present;
            if (share > shares[bin]) {
                examples.add(new Example(valueOf(bin), share, shares[bin], rowOf(bin)));
            }
        }
        return examples;
    }

    private void addNewValues(final List<DriftFinding> tests) {
        final int[] unseen = reference.bins().unseen();
        if (unseen.length == 0) {
            return;
        }
        final double count =
                IntStream.of(unseen).mapToLong(bin -> column.counts()[bin]).sum();
        final double dispersion = seasonal.dispersion().at(present);
        final double pValue = TailProbabilities.poisson(count / dispersion, present * reference.newRate() / dispersion);
        final double seen = count / present;
        tests.add(new DriftFinding(
                reference.name(),
                Change.NEW_VALUES,
                excess(seen, reference.newRate()),
                Math.max(0, seen - reference.newRate()),
                pValue,
                seen,
                reference.newRate(),
                reference.bins() instanceof ColumnBins.Numbers ? outOfRange(unseen) : newLevels()));
    }

    private List<Example> outOfRange(final int... unseen) {
        return IntStream.of(unseen)
                .filter(bin -> column.counts()[bin] > 0)
                .mapToObj(bin -> new Example(
                        number(bin == 0 ? column.minimum() : column.maximum()),
                        column.counts()[bin] / present,
                        0,
                        rowOf(bin)))
                .sorted(Comparator.comparingDouble(Example::share).reversed())
                .toList();
    }

    private List<Example> newLevels() {
        return column.newLevels().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, ColumnWindow.NewLevel> level) ->
                                -level.getValue().count())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_EXAMPLES)
                .map(level -> new Example(
                        level.getKey(),
                        level.getValue().count() / present,
                        0,
                        window.nameOf(level.getValue().row())))
                .toList();
    }

    /** The stability index of a share that has grown, over two groups of rows. */
    private static double excess(final double seen, final double expected) {
        if (seen <= expected) {
            return 0;
        }
        final double rest = Math.max(1 - seen, 1e-9);
        return (seen - expected) * Math.log(seen / expected) - (seen - expected) * Math.log(rest / (1 - expected));
    }

    private String valueOf(final int bin) {
        return switch (reference.bins()) {
            case ColumnBins.Numbers ignored -> number(column.exampleValues()[bin]);
            case ColumnBins.Levels levels ->
                bin < levels.levels().size() ? levels.levels().get(bin) : otherLevels();
        };
    }

    private String otherLevels() {
        return column.newLevels().isEmpty()
                ? ""
                : column.newLevels().keySet().iterator().next();
    }

    private String rowOf(final int bin) {
        return window.nameOf(column.exampleRows()[bin]);
    }

    private static String number(final double value) {
        return Math.rint(value) == value && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
