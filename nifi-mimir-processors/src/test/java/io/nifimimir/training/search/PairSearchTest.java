/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.SyntheticData;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.feature.FeaturePair;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.TargetTransform;
import io.nifimimir.training.learner.XgBoostLearner;
import io.nifimimir.training.learner.XgBoostSettings;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PairSearchTest {
    private static final StopSignal GO = StopSignal.withoutDeadline(() -> true);

    @Test
    void aPlantedQuotientIsFound() {
        final List<FeaturePair> pairs = find(numbers(row -> row[0] / row[1], 0.05), "y", ModelTask.REGRESSION);

        assertEquals("a / b", pairs.getFirst().name());
    }

    @Test
    void aPlantedDifferenceIsFoundInClasses() {
        final List<FeaturePair> pairs =
                find(numbers(row -> row[2] - row[0] > 0 ? 1 : 0, 0), "y", ModelTask.CLASSIFICATION);

        assertEquals("a - c", pairs.getFirst().name());
    }

    @Test
    void theTimeBetweenTwoDatesIsFound() {
        final TestTables tables = new TestTables()
                .column("arrival", DataType.DATETIME)
                .column("departure", DataType.DATETIME)
                .column("cost", DataType.NUMERIC);
        final Random random = new Random(3);
        for (int row = 0; row < 600; row++) {
            final LocalDate arrival = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(1_000));
            final int nights = 1 + random.nextInt(30);
            tables.row(arrival, arrival.plusDays(nights), 40 * nights + 60 * random.nextGaussian());
        }

        final List<FeaturePair> pairs = find(tables, "cost", ModelTask.REGRESSION);

        assertEquals("arrival.days - departure.days", pairs.getFirst().name());
    }

    @Test
    void nothingIsMadeOfColumnsThatTellEachOnItsOwn() {
        assertEquals(List.of(), find(numbers(row -> 3 * row[0] + row[1] * row[1], 0.3), "y", ModelTask.REGRESSION));
        assertEquals(List.of(), find(SyntheticData.houses(800), "price", ModelTask.REGRESSION));
        assertEquals(List.of(), find(SyntheticData.customers(800, false), "churn", ModelTask.CLASSIFICATION));
    }

    @Test
    void noiseProposesNothing() {
        for (int seed = 0; seed < 3; seed++) {
            final Random random = new Random(seed);
            assertEquals(
                    List.of(),
                    find(numbers(row -> random.nextGaussian(), 0), "y", ModelTask.REGRESSION),
                    "seed " + seed);
        }
    }

    @Test
    void modelsWithThePairHaveLessLoss() {
        final PreparedTarget target =
                prepare(numbers(row -> row[0] / row[1], 0.05).table(), "y", ModelTask.REGRESSION);
        final double without = loss(target);
        final double with = loss(target.withPairs(PairSearch.find(target, 1, GO)));

        assertTrue(with < 0.7 * without, "%.4f with, %.4f without".formatted(with, without));
    }

    private static double loss(final PreparedTarget target) {
        final Candidate candidate =
                new Candidate("boosted", new XgBoostLearner(XgBoostSettings.quick(900)), TargetTransform.NONE);
        return Arrays.stream(CrossValidation.prepare(target, Folds.of(target).folds(), 1, GO)
                        .run(candidate)
                        .losses())
                .average()
                .orElseThrow();
    }

    private static List<FeaturePair> find(final TestTables tables, final String target, final ModelTask task) {
        return PairSearch.find(prepare(tables.table(), target, task), 1, GO);
    }

    private static PreparedTarget prepare(final TrainingTable table, final String target, final ModelTask task) {
        return PreparedTarget.prepare(
                table,
                IntStream.range(0, table.rowCount()).toArray(),
                table.findColumn(target).orElseThrow(),
                task,
                ColumnRoles.AS_GIVEN,
                42);
    }

    /** Three numbers of one unit, and what follows from them. */
    private static TestTables numbers(final ToDoubleFunction<double[]> truth, final double noise) {
        final TestTables tables = new TestTables()
                .column("a", DataType.NUMERIC)
                .column("b", DataType.NUMERIC)
                .column("c", DataType.NUMERIC)
                .column("y", DataType.NUMERIC);
        final Random random = new Random(5);
        for (int row = 0; row < 900; row++) {
            final double[] parts = random.doubles(3, 1, 10).toArray();
            tables.row(parts[0], parts[1], parts[2], truth.applyAsDouble(parts) + noise * random.nextGaussian());
        }

        return tables;
    }
}
