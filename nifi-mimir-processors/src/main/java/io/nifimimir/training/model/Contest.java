/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.evaluation.ModelScores;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.RowFilter;
import io.nifimimir.training.table.RowHashes;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Compares a new model with the champion on the rows that were held out from the new one. Rows that the champion has learnt from would make
 * it look better than it is, so:
 *
 * <ol>
 *   <li>where enough of the rows are new to both, these decide, by a paired comparison of the losses row by row;
 *   <li>else, where they are the very rows that were held out from the champion, the scores that both had on them decide;
 *   <li>else all of the rows decide, in the champion's favour: who wins all the same is better.
 * </ol>
 *
 * <p>The new model is better where its loss is less by one percent and by one standard error. A champion that cannot predict these rows at
 * all loses to any model that can.
 *
 * @param heldOut rows of the table
 * @param scores of the new model on these rows
 */
@SuppressWarnings("ArrayRecordComponent")
public record Contest(TrainingTable table, TableColumn target, ModelTask task, int[] heldOut, ModelScores scores) {
    /** With fewer, a standard error says little. */
    private static final int FEWEST_ROWS = 30;

    /** Less is not worth a change of what users have got used to. */
    private static final double SMALLEST_GAIN = 0.01;

    /** The columns that tell the rows of a model apart. */
    public static RowHashes hashes(final TrainingTable table, final Collection<String> columns, final String target) {
        final Set<String> names = new TreeSet<>(columns);
        names.add(target);
        return new RowHashes(table, names);
    }

    /** Tells whether other rows are the same as these, by all columns. */
    public static String fingerprint(final TrainingTable table, final int[] rows) {
        return new RowHashes(
                        table, table.columns().stream().map(TableColumn::name).toList())
                .fingerprint(rows);
    }

    public ChampionTrial against(final Incumbent champion) {
        try (ModelScorer scorer = ModelScorer.load(champion.artifact())) {
            final List<String> problems =
                    new ArrayList<>(scorer.schemaProblems(table.header().columns()));
            if (scorer.task() != task) {
                problems.add("it is a " + scorer.task().wireName());
            }

            return problems.isEmpty()
                    ? compare(champion, scorer)
                    : verdict(champion, true, "cannot predict these rows: " + String.join("; ", problems));
        } catch (final IOException exception) {
            return verdict(champion, true, "cannot be read: " + exception.getMessage());
        }
    }

    private ChampionTrial compare(final Incumbent champion, final ModelScorer scorer) {
        final int[] positions = positionsNewTo(champion, scorer);
        if (positions.length >= FEWEST_ROWS) {
            return compare(champion, scorer, positions, "that both have not seen");
        }

        return recordedScore(champion)
                .map(loss -> compareRecorded(champion, loss))
                .orElseGet(() -> compare(
                        champion,
                        scorer,
                        IntStream.range(0, heldOut.length).toArray(),
                        Sentences.of(
                                "of which the champion has seen %,d, which favours it",
                                heldOut.length - positions.length)));
    }

    private int[] positionsNewTo(final Incumbent champion, final ModelScorer scorer) {
        if (champion.learntRows().length == 0) {
            return new int[0];
        }

        final RowFilter learnt = RowFilter.ofBytes(champion.learntRows());
        final RowHashes hashes = hashes(table, scorer.requiredColumns().keySet(), target.name());
        return IntStream.range(0, heldOut.length)
                .filter(position -> !learnt.mayContain(hashes.of(heldOut[position])))
                .toArray();
    }

    private ChampionTrial compare(
            final Incumbent champion, final ModelScorer scorer, final int[] positions, final String which) {
        final double[] championLosses = losses(scorer, HoldOut.select(heldOut, positions));
        final double[] challengerLosses = HoldOut.select(scores.losses(), positions);
        final double[] gains = IntStream.range(0, positions.length)
                .mapToDouble(index -> championLosses[index] - challengerLosses[index])
                .toArray();
        final double mean = Arrays.stream(gains).average().orElse(0);
        final double variance =
                Arrays.stream(gains).map(gain -> (gain - mean) * (gain - mean)).sum() / Math.max(1, gains.length - 1);
        final double championLoss = Arrays.stream(championLosses).average().orElse(0);
        final boolean better =
                mean > SMALLEST_GAIN * championLoss && mean > Math.sqrt(variance / Math.max(1, gains.length));
        return verdict(
                champion,
                better,
                Sentences.of(
                        "has a loss of %.4g on %,d held-out rows %s, this one %.4g%s",
                        championLoss, positions.length, which, championLoss - mean, explain(better, mean)));
    }

    private double[] losses(final ModelScorer scorer, final int[] rows) {
        final double[][] predictions = scorer.predict(table, rows);
        if (task == ModelTask.REGRESSION) {
            final NumberColumn numbers = (NumberColumn) target;
            return ModelScores.ofNumbers(
                            Arrays.stream(rows).mapToDouble(numbers::value).toArray(), predictions)
                    .losses();
        }

        final List<String> classes = scorer.classes();
        final double[] truth = Arrays.stream(rows)
                .map(row -> classes.indexOf(target.label(row)))
                // A class that it does not know
                .mapToDouble(index -> index < 0 ? classes.size() : index)
                .toArray();
        return ModelScores.ofClasses(truth, predictions, classes.size()).losses();
    }

    private Optional<Double> recordedScore(final Incumbent champion) {
        final boolean sameRows =
                fingerprint(table, heldOut).equals(champion.entry().provenance().heldOut());
        return sameRows ? Optional.ofNullable(champion.entry().metrics().get(lossName())) : Optional.empty();
    }

    private String lossName() {
        return task == ModelTask.REGRESSION ? ModelScores.ROOT_MEAN_SQUARED_ERROR : ModelScores.LOG_LOSS;
    }

    private ChampionTrial compareRecorded(final Incumbent champion, final double championLoss) {
        final double loss = scores.values().get(lossName());
        final double gain = championLoss - loss;
        final boolean better = gain > SMALLEST_GAIN * championLoss;
        return verdict(
                champion,
                better,
                Sentences.of(
                        "had a %s of %.4g on the same %,d held-out rows before it saw them, this one %.4g%s",
                        lossName(), championLoss, heldOut.length, loss, explain(better, gain)));
    }

    private static String explain(final boolean better, final double gain) {
        return better || gain <= 0 ? "" : ", which may be chance or is too little to count";
    }

    private static ChampionTrial verdict(final Incumbent champion, final boolean better, final String sentence) {
        return new ChampionTrial(
                champion.entry().id(),
                better,
                Sentences.of("version %d %s", champion.entry().version(), sentence));
    }
}
