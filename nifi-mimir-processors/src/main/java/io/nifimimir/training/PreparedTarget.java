/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.DataType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A target made ready for learning: labels, division, features.
 *
 * @param classes of the training rows, in the order of their values; empty for regression
 * @param training labels and features of the training rows, with an inner division
 * @param heldOutLabels a class that is not among {@code classes} has the index of their number
 * @param trainingRows rows of the table that are learnt from
 * @param heldOutRows rows of the table that the scores are from
 * @param leftOut columns that are no features, with the reason; the target is not among them
 */
@SuppressWarnings("ArrayRecordComponent")
record PreparedTarget(
        List<String> classes,
        FeaturePlan plan,
        LearningTask training,
        FeatureMatrix heldOut,
        double[] heldOutLabels,
        int[] trainingRows,
        int[] heldOutRows,
        String division,
        Map<String, String> leftOut) {
    static final int FEWEST_ROWS = 20;
    static final int MOST_CLASSES = 50;

    private static final int FEWEST_ROWS_PER_CLASS = 4;

    /**
     * @param candidateRows rows of the table that may be used; those without a target are passed over
     * @throws UntrainableException where nothing can be learnt, with a sentence
     */
    static PreparedTarget prepare(
            final TrainingTable table,
            final int[] candidateRows,
            final TableColumn target,
            final ModelTask task,
            final long seed) {
        final int[] rows = Arrays.stream(candidateRows)
                .filter(row -> isUsable(target, row))
                .toArray();
        if (rows.length < FEWEST_ROWS) {
            throw new UntrainableException(Sentences.of(
                    "%s with a value of %s: at least %d are needed",
                    Sentences.count(rows.length, "row"), target.name(), FEWEST_ROWS));
        }

        final double[] values = values(target, task, rows);
        final HoldOut division = DataSplitter.split(table, rows, values, task, seed);
        final int[] trainingRows = HoldOut.select(rows, division.training());
        final int[] heldOutRows = HoldOut.select(rows, division.heldOut());
        final double[] trainingValues = HoldOut.select(values, division.training());
        final double[] distinct =
                Arrays.stream(trainingValues).distinct().sorted().toArray();
        checkLearnable(target, task, trainingValues.length, distinct);

        final Map<String, String> leftOut = LeakFinder.find(table, target, task, trainingRows);
        leftOut.put(target.name(), "the target");
        final FeaturePlan plan = FeatureFitter.fit(table, trainingRows, leftOut);
        leftOut.remove(target.name());
        if (plan.encodings().isEmpty()) {
            throw new UntrainableException("No other column tells anything about " + target.name());
        }

        final boolean classification = task == ModelTask.CLASSIFICATION;
        final double[] labels = classification ? indices(trainingValues, distinct) : trainingValues;
        final HoldOut inner = DataSplitter.split(table, trainingRows, labels, task, seed + 1);
        return new PreparedTarget(
                classification ? labelsOf(target, rows, values, distinct) : List.of(),
                plan,
                new LearningTask(
                        task,
                        plan.encode(table, trainingRows),
                        labels,
                        classification ? distinct.length : 0,
                        inner,
                        seed),
                plan.encode(table, heldOutRows),
                classification
                        ? indices(HoldOut.select(values, division.heldOut()), distinct)
                        : HoldOut.select(values, division.heldOut()),
                trainingRows,
                heldOutRows,
                division.description(),
                new LinkedHashMap<>(leftOut));
    }

    private static boolean isUsable(final TableColumn target, final int row) {
        return switch (target) {
            case NumberColumn numbers -> Double.isFinite(numbers.value(row));
            case TextColumn texts -> !texts.isNull(row);
        };
    }

    /** Numbers as they are; strings by their place in the alphabet, so that the order of rows does not matter. */
    private static double[] values(final TableColumn target, final ModelTask task, final int[] rows) {
        return switch (target) {
            case NumberColumn dates
            when dates.type() == DataType.DATETIME ->
                throw new UntrainableException(dates.name() + " is a date, which no model here predicts");
            case NumberColumn numbers ->
                Arrays.stream(rows).mapToDouble(numbers::value).toArray();
            case TextColumn texts
            when task == ModelTask.REGRESSION ->
                throw new UntrainableException(texts.name() + " is text, which regression cannot predict");
            case TextColumn texts -> alphabeticalRanks(texts, rows);
        };
    }

    private static double[] alphabeticalRanks(final TextColumn texts, final int[] rows) {
        final List<String> sorted = new ArrayList<>(
                new TreeSet<>(Arrays.stream(rows).mapToObj(texts::value).toList()));
        final Map<String, Integer> ranks = new HashMap<>();
        sorted.forEach(value -> ranks.put(value, ranks.size()));
        return Arrays.stream(rows)
                .mapToDouble(row -> ranks.get(texts.value(row)))
                .toArray();
    }

    private static void checkLearnable(
            final TableColumn target, final ModelTask task, final int rows, final double[] distinct) {
        if (distinct.length < 2) {
            throw new UntrainableException(target.name() + " has the same value in all training rows");
        }

        if (task == ModelTask.REGRESSION) {
            return;
        }

        if (distinct.length > MOST_CLASSES) {
            throw new UntrainableException(Sentences.of(
                    "%s has %,d classes: at most %d can be told apart", target.name(), distinct.length, MOST_CLASSES));
        }

        if (rows < (long) FEWEST_ROWS_PER_CLASS * distinct.length) {
            throw new UntrainableException(Sentences.of(
                    "%s has %,d classes in %,d training rows: too few rows for each",
                    target.name(), distinct.length, rows));
        }
    }

    /** Positions among the sorted {@code classes}; their number for a value that is not among them. */
    private static double[] indices(final double[] values, final double[] classes) {
        return Arrays.stream(values)
                .map(value -> {
                    final int index = Arrays.binarySearch(classes, value);
                    return index < 0 ? classes.length : index;
                })
                .toArray();
    }

    private static List<String> labelsOf(
            final TableColumn target, final int[] rows, final double[] values, final double[] classes) {
        final Map<Double, String> labels = new HashMap<>();
        for (int index = 0; index < rows.length; index++) {
            if (!labels.containsKey(values[index])) {
                labels.put(values[index], target.label(rows[index]));
            }
        }

        return Arrays.stream(classes)
                .boxed()
                .sorted(Comparator.naturalOrder())
                .map(labels::get)
                .toList();
    }

    ModelScores score(final FittedModel model) {
        final double[][] predictions = model.predict(heldOut);
        return training.task() == ModelTask.CLASSIFICATION
                ? ModelScores.ofClasses(heldOutLabels, predictions, classes.size())
                : ModelScores.ofNumbers(heldOutLabels, predictions);
    }
}
