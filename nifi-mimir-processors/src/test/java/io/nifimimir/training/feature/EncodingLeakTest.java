/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.learner.LabelScale;
import io.nifimimir.training.learner.LearningTask;
import io.nifimimir.training.table.TextColumn;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Encodings that look at the target must not tell a row its own. */
class EncodingLeakTest {
    private static final int ROWS = 1_000;
    private static final StopSignal GO = StopSignal.withoutDeadline(() -> true);

    @Test
    void meansOfLevelsWithOneRowEachTellNothing() {
        final TestTables tables = new TestTables().column("code", DataType.STRING);
        final double[] labels = new double[ROWS];
        final Random random = new Random(5);
        for (int row = 0; row < ROWS; row++) {
            tables.row("c" + row / 2);
            labels[row] = random.nextInt(2);
        }

        final TextColumn column = (TextColumn) tables.table().columns().getFirst();
        final int[] rows = IntStream.range(0, ROWS).toArray();
        final Supervision supervision = Supervision.of(ModelTask.CLASSIFICATION, labels, 2, 7);
        final float[] outOfFold =
                TargetMeanEncoding.fit(column, rows, supervision).outOfFold();
        final double[] encoded =
                IntStream.range(0, ROWS).mapToDouble(row -> outOfFold[row]).toArray();

        assertTrue(Math.abs(correlation(encoded, labels)) < 0.1, "correlation " + correlation(encoded, labels));
    }

    @Test
    void meansOfFrequentLevelsComeNearTheTruth() {
        final TestTables tables = new TestTables().column("level", DataType.STRING);
        final double[] labels = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            tables.row(row % 2 == 0 ? "high" : "low");
            labels[row] = row % 2 == 0 ? 10 : 20;
        }

        final TextColumn column = (TextColumn) tables.table().columns().getFirst();
        final int[] rows = IntStream.range(0, ROWS).toArray();
        final TargetMeanEncoding encoding = TargetMeanEncoding.fit(
                        column, rows, Supervision.of(ModelTask.REGRESSION, labels, 0, 7))
                .encoding();
        final float[] features = new float[3];
        encoding.encode("high", features, 0);
        encoding.encode("low", features, 1);
        encoding.encode("never seen", features, 2);

        assertEquals(-1, features[0], 0.01);
        assertEquals(1, features[1], 0.01);
        assertEquals(0, features[2], 0.01);
    }

    @Test
    void textsTellWhatTheirWordsSayAndNoiseBecomesNoFeature() {
        final TestTables tables =
                new TestTables().column("comment", DataType.STRING).column("noise", DataType.STRING);
        final double[] labels = new double[ROWS];
        final Random random = new Random(9);
        for (int row = 0; row < ROWS; row++) {
            labels[row] = random.nextInt(2);
            tables.row(
                    words(random) + (labels[row] == 1 ? " terrible " : " splendid ") + words(random),
                    words(random) + ' ' + words(random) + ' ' + words(random));
        }

        final TrainingTable table = tables.table();
        final int[] rows = IntStream.range(0, ROWS).toArray();
        final FeatureFitter.Fitted fitted = FeatureFitter.fit(
                table, rows, Supervision.of(ModelTask.CLASSIFICATION, labels, 2, 7), new HashMap<>(), GO);
        final List<String> names = fitted.plan().featureNames();
        final int score = names.indexOf("comment.text_score");
        final double[] scores = IntStream.range(0, ROWS)
                .mapToDouble(row -> fitted.training().values()[row * names.size() + score])
                .toArray();

        assertTrue(names.contains("comment.has_terrible"), names.toString());
        assertTrue(names.stream().noneMatch(name -> name.startsWith("noise.text_score")), names.toString());
        assertTrue(correlation(scores, labels) > 0.9, "correlation " + correlation(scores, labels));
    }

    private static String words(final Random random) {
        return "word" + (char) ('a' + random.nextInt(20)) + " thing" + (char) ('a' + random.nextInt(20));
    }

    private static double correlation(final double[] first, final double[] second) {
        final LabelScale firstScale = LabelScale.of(new LearningTask(ModelTask.REGRESSION, null, first, 0, 0));
        final LabelScale secondScale = LabelScale.of(new LearningTask(ModelTask.REGRESSION, null, second, 0, 0));
        final double[] left = firstScale.scale(first);
        final double[] right = secondScale.scale(second);
        return IntStream.range(0, left.length)
                .mapToDouble(index -> left[index] * right[index])
                .average()
                .orElse(0);
    }
}
