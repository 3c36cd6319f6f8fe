/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.UntrainableException;
import io.nifimimir.training.evaluation.DataSplitter;
import io.nifimimir.training.evaluation.ModelScores;
import io.nifimimir.training.evaluation.OperatingPoint;
import io.nifimimir.training.evaluation.RowGroups;
import io.nifimimir.training.feature.FeatureFitter;
import io.nifimimir.training.feature.FeaturePair;
import io.nifimimir.training.feature.FeaturePlan;
import io.nifimimir.training.feature.Supervision;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.learner.LearningTask;
import io.nifimimir.training.learner.NaiveLearner;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TextColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A target made ready for learning: its rows, labels, and the rows held out.
 *
 * @param classes of the training rows, in the order of their values; empty for regression
 * @param rows of the table that are learnt from
 * @param labels of these rows: a class index, or a value
 * @param heldOutRows rows of the table that no choice sees
 * @param heldOutLabels a class that is not among {@code classes} has the index of their number
 * @param spareRows rows of the table that only the final model learns from, since the others suffice to choose it
 * @param spareLabels as those held out
 * @param division how the held-out rows were chosen, in words
 * @param leaks columns that give the target away
 * @param groups rows that validation keeps together
 * @param pairs of features, which are features as well
 */
@SuppressWarnings("ArrayRecordComponent")
public record PreparedTarget(
        TrainingTable table,
        TableColumn target,
        ModelTask task,
        List<String> classes,
        int[] rows,
        double[] labels,
        int[] heldOutRows,
        double[] heldOutLabels,
        int[] spareRows,
        double[] spareLabels,
        String division,
        Leaks leaks,
        Optional<RowGroups> groups,
        List<FeaturePair> pairs,
        long seed) {
    public static final int FEWEST_ROWS = 20;

    /** Of a target that is named; fewer of one that is found. */
    static final int MOST_CLASSES = 200;

    private static final int FEWEST_ROWS_PER_CLASS = 4;

    /** Predictions are single precision. */
    private static final double LARGEST = 1e30;

    /**
     * @param candidateRows rows of the table that may be used; those without a target are passed over
     * @throws UntrainableException where nothing can be learnt, with a sentence
     */
    public static PreparedTarget prepare(
            final TrainingTable table,
            final int[] candidateRows,
            final TableColumn target,
            final ModelTask task,
            final ColumnRoles roles,
            final long seed) {
        final int[] usable = Arrays.stream(candidateRows)
                .filter(row -> isUsable(target, row))
                .toArray();
        if (usable.length < FEWEST_ROWS) {
            throw new UntrainableException(Sentences.of(
                    "%s with a value of %s: at least %d are needed",
                    Sentences.count(usable.length, "row"), target.name(), FEWEST_ROWS));
        }

        final double[] usableValues = values(target, task, usable);
        checkSize(target, task, usableValues);
        final SearchSample sample = SearchSample.of(table, usableValues, task, seed);
        final int[] rows = HoldOut.select(usable, sample.chosen());
        final double[] values = HoldOut.select(usableValues, sample.chosen());
        final Optional<RowGroups> groups = new GroupFinder(table, rows, values, task)
                .find(target.name(), roles)
                .filter(found -> isToKeep(table, found));
        final HoldOut division = DataSplitter.split(table, rows, values, task, groups, seed);
        final int[] trainingRows = HoldOut.select(rows, division.training());
        final double[] trainingValues = HoldOut.select(values, division.training());
        final double[] distinct = SearchSample.distinct(trainingValues);
        checkLearnable(target, task, trainingValues.length, distinct);

        final boolean classification = task == ModelTask.CLASSIFICATION;
        final double[] labels = classification ? indices(trainingValues, distinct) : trainingValues;
        final double[] heldOutValues = HoldOut.select(values, division.heldOut());
        final double[] spareValues = HoldOut.select(usableValues, sample.spare());
        return new PreparedTarget(
                table,
                target,
                task,
                classification ? labelsOf(target, rows, values, distinct) : List.of(),
                trainingRows,
                labels,
                HoldOut.select(rows, division.heldOut()),
                classification ? indices(heldOutValues, distinct) : heldOutValues,
                HoldOut.select(usable, sample.spare()),
                classification ? indices(spareValues, distinct) : spareValues,
                division.description(),
                LeakFinder.find(table, target, task, trainingRows, labels, roles),
                groups,
                List.of(),
                seed);
    }

    public PreparedTarget withPairs(final List<FeaturePair> newPairs) {
        return with(rows, labels, newPairs);
    }

    /** With so many of the rows that are learnt from, at most, in their order. */
    public PreparedTarget thinnedOut(final int most) {
        final int step = (rows.length - 1) / most + 1;
        final int[] kept =
                IntStream.range(0, rows.length).filter(row -> row % step == 0).toArray();
        return with(HoldOut.select(rows, kept), HoldOut.select(labels, kept), pairs);
    }

    private PreparedTarget with(final int[] newRows, final double[] newLabels, final List<FeaturePair> newPairs) {
        return new PreparedTarget(
                table,
                target,
                task,
                classes,
                newRows,
                newLabels,
                heldOutRows,
                heldOutLabels,
                spareRows,
                spareLabels,
                division,
                leaks,
                groups,
                newPairs,
                seed);
    }

    /** What comes later is predicted for entities that are known by then. */
    private static boolean isToKeep(final TrainingTable table, final RowGroups groups) {
        return groups.given() || DataSplitter.timeColumn(table).isEmpty();
    }

    public int classCount() {
        return classes.size();
    }

    /** Rows with a value of the target. */
    public int rowCount() {
        return rows.length + heldOutRows.length + spareRows.length;
    }

    /** Numbers that a prediction of a row consists of. */
    public int outputs() {
        return Math.max(1, classCount());
    }

    /**
     * Rows in features that were fitted on them.
     *
     * @param rows of the table
     * @param leftOut columns that are no features, with the reason; the target is not among them
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Encoded(FeaturePlan plan, int[] rows, LearningTask task, Map<String, String> leftOut) {}

    /**
     * @param positions among {@code rows}
     * @throws UntrainableException where no column is of use
     */
    public Encoded encode(final int[] positions, final StopSignal signal) {
        return encode(HoldOut.select(rows, positions), HoldOut.select(labels, positions), signal);
    }

    /**
     * The held-out rows too, when nothing is to be chosen or scored any more, and as many of the spare ones as fit.
     *
     * @param features that the rows are going to have, about
     */
    public Encoded encodeAll(final int features, final StopSignal signal) {
        final int[] heldOut = known(heldOutLabels);
        final int[] spare = known(spareLabels);
        final int room = Math.max(0, SearchSample.mostFinalRows(features, outputs()) - rows.length - heldOut.length);
        final int[] more = room < spare.length ? SearchSample.evenly(spare, room, seed) : spare;
        return encode(
                Stream.of(rows, HoldOut.select(heldOutRows, heldOut), HoldOut.select(spareRows, more))
                        .flatMapToInt(Arrays::stream)
                        .toArray(),
                Stream.of(labels, HoldOut.select(heldOutLabels, heldOut), HoldOut.select(spareLabels, more))
                        .flatMapToDouble(Arrays::stream)
                        .toArray(),
                signal);
    }

    /** Positions of the labels that the training rows have, too. */
    private int[] known(final double[] others) {
        return IntStream.range(0, others.length)
                .filter(position -> task == ModelTask.REGRESSION || others[position] < classCount())
                .toArray();
    }

    /** All rows, without encodings that look at the labels. */
    Encoded encodeQuickly(final StopSignal signal) {
        return encode(rows, labels, Supervision.none(), signal);
    }

    /**
     * Without encodings that look at the labels.
     *
     * @param positions among {@code rows}
     */
    public Encoded encodeQuickly(final int[] positions, final StopSignal signal) {
        return encode(HoldOut.select(rows, positions), HoldOut.select(labels, positions), Supervision.none(), signal);
    }

    private Encoded encode(final int[] chosenRows, final double[] chosenLabels, final StopSignal signal) {
        return encode(chosenRows, chosenLabels, Supervision.of(task, chosenLabels, classCount(), seed), signal);
    }

    private Encoded encode(
            final int[] chosenRows,
            final double[] chosenLabels,
            final Supervision supervision,
            final StopSignal signal) {
        final Map<String, String> leftOut = new LinkedHashMap<>(leaks.leftOut());
        groups.ifPresent(kept -> leftOut.putIfAbsent(
                kept.column().name(), "names whom or what a row is about: it tells nothing of new ones"));
        leftOut.put(target.name(), "the target");
        final FeatureFitter.Fitted fitted = FeatureFitter.fit(table, chosenRows, supervision, leftOut, pairs, signal);
        leftOut.remove(target.name());
        if (fitted.plan().encodings().isEmpty()) {
            throw new UntrainableException("No other column tells anything about " + target.name());
        }

        return new Encoded(
                fitted.plan(),
                chosenRows,
                new LearningTask(task, fitted.training(), chosenLabels, classCount(), seed),
                leftOut);
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

    private static void checkSize(final TableColumn target, final ModelTask task, final double[] values) {
        final double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        if (task == ModelTask.REGRESSION && largest > LARGEST) {
            throw new UntrainableException(Sentences.of(
                    "%s has numbers as large as %.3g: up to %.0g can be predicted", target.name(), largest, LARGEST));
        }
    }

    private static double[] alphabeticalRanks(final TextColumn texts, final int[] rows) {
        final int[] ranks = new int[texts.dictionary().size()];
        final int[] alphabetical = Arrays.stream(rows)
                .map(texts::code)
                .distinct()
                .boxed()
                .sorted(Comparator.comparing(code -> texts.dictionary().get(code)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int rank = 0; rank < alphabetical.length; rank++) {
            ranks[alphabetical[rank]] = rank;
        }

        return Arrays.stream(rows).mapToDouble(row -> ranks[texts.code(row)]).toArray();
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

    /** @param predictions of the held-out rows */
    public ModelScores score(final double[][] predictions) {
        return score(predictions, OperatingPoint.MOST_LIKELY);
    }

    /** @param predictions of the held-out rows */
    public ModelScores score(final double[][] predictions, final OperatingPoint point) {
        return task == ModelTask.CLASSIFICATION
                ? ModelScores.ofClasses(heldOutLabels, predictions, classes.size(), point)
                : ModelScores.ofNumbers(heldOutLabels, predictions);
    }

    /** Scores of the predictor that knows the labels alone. */
    public ModelScores scoreNaively() {
        return score(
                NaiveLearner.predict(new LearningTask(task, null, labels, classCount(), seed), heldOutRows.length));
    }
}
