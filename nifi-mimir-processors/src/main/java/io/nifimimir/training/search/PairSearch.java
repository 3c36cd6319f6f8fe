/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.Parallel;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.feature.FeaturePair;
import io.nifimimir.training.feature.PairFinder;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.learner.FittedModel;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.learner.LearningTask;
import io.nifimimir.training.learner.Losses;
import io.nifimimir.training.learner.TargetTransform;
import io.nifimimir.training.learner.XgBoostLearner;
import io.nifimimir.training.learner.XgBoostSettings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Whether quotients and differences of numbers help. Models of the single features predict rows that they have not seen; what they leave
 * proposes pairs, and these are kept where models that have them predict other unseen rows clearly better than models without.
 */
public final class PairSearch {
    private static final int FEWEST_ROWS = 200;

    /** More rows would cost more and decide the same. */
    private static final int MOST_ROWS = 10_000;

    /** Cells of the table that are looked at; of wide tables, fewer rows. */
    private static final int MOST_CELLS = 1_000_000;

    /** What is left of more classes would be too thin to propose anything. */
    private static final int MOST_OUTPUTS = 12;

    private static final int MOST_FOLDS = 5;
    private static final int SMALL = 1_000;

    /** Share of the loss that pairs must save; one standard error as well, as a challenger must against a champion. */
    private static final double SMALLEST_GAIN = 0.01;

    private final PreparedTarget target;
    private final Candidate learner;
    private final int threads;
    private final StopSignal signal;

    private PairSearch(final PreparedTarget target, final int threads, final StopSignal signal) {
        this.target = target;
        this.threads = threads;
        this.signal = signal;
        this.learner = new Candidate(
                "boosted trees",
                new XgBoostLearner(
                        target.rows().length < SMALL
                                ? XgBoostSettings.boosted(0.1, 4, 2)
                                : XgBoostSettings.boosted(0.15, 6, 3)),
                TargetTransform.logarithm(target.task(), target.labels()).orElse(TargetTransform.NONE));
    }

    /** The pairs to train with; empty where none help. The held-out rows are not looked at. */
    public static List<FeaturePair> find(final PreparedTarget target, final int threads, final StopSignal signal) {
        if (target.rows().length < FEWEST_ROWS || target.outputs() > MOST_OUTPUTS) {
            return List.of();
        }

        final PreparedTarget sample =
                target.thinnedOut(Math.clamp(MOST_CELLS / target.table().columnCount(), FEWEST_ROWS, MOST_ROWS));
        final List<Fold> all = Folds.of(sample).folds();
        final List<Fold> folds = all.subList(0, Math.min(all.size(), MOST_FOLDS));
        // The last ones try what the others propose: in data with dates these are the later ones
        final int proposing = folds.size() - (folds.size() + 1) / 3;
        final PairSearch search = new PairSearch(sample, threads, signal);
        final List<FeaturePair> proposed = proposing == 0 ? List.of() : search.propose(folds.subList(0, proposing));
        return proposed.isEmpty() || signal.isLate() || !search.help(proposed, folds.subList(proposing, folds.size()))
                ? List.of()
                : proposed;
    }

    /**
     * What a model says of the rows of a fold.
     *
     * @param labels of these rows, on the scale that is learnt
     * @param predictions of these rows, on that scale
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Unseen(
            Map<String, DataType> pairable, FeatureMatrix features, double[] labels, double[][] predictions) {}

    private List<FeaturePair> propose(final List<Fold> folds) {
        final PreparedTarget.Encoded first =
                target.encodeQuickly(folds.getFirst().training(), signal);
        final Map<String, DataType> pairable = first.plan().pairable();
        if (pairable.size() < 2) {
            return List.of();
        }

        final List<Callable<Unseen>> work = new ArrayList<>();
        work.add(() -> unseen(first, folds.getFirst()));
        for (final Fold fold : folds.subList(1, folds.size())) {
            work.add(() -> unseen(target.encodeQuickly(fold.training(), signal), fold));
        }

        return propose(
                pairable,
                Parallel.run(work, threads).stream()
                        .filter(fold -> fold.pairable().equals(pairable))
                        .toList());
    }

    private Unseen unseen(final PreparedTarget.Encoded encoded, final Fold fold) {
        final LearningTask validation = learner.transformed(validation(encoded, fold));
        try (FittedModel model = fit(encoded, validation)) {
            return new Unseen(
                    encoded.plan().pairable(),
                    validation.features(),
                    validation.labels(),
                    model.predict(validation.features()));
        }
    }

    private LearningTask validation(final PreparedTarget.Encoded encoded, final Fold fold) {
        return encoded.task()
                .with(
                        encoded.plan().encode(target.table(), HoldOut.select(target.rows(), fold.validation())),
                        HoldOut.select(target.labels(), fold.validation()));
    }

    /** @param validation on the scale that is learnt */
    private FittedModel fit(final PreparedTarget.Encoded encoded, final LearningTask validation) {
        return learner.learner()
                .tune(learner.transformed(encoded.task()), validation, signal)
                .model();
    }

    private List<FeaturePair> propose(final Map<String, DataType> pairable, final List<Unseen> folds) {
        final int rows = folds.stream().mapToInt(fold -> fold.labels().length).sum();
        final List<float[]> values = new ArrayList<>();
        pairable.keySet().forEach(feature -> values.add(new float[rows]));
        final int first = target.outputs() == 2 ? 1 : 0;
        final double[][] labels = new double[target.outputs() - first][rows];
        final double[][] residuals = new double[labels.length][rows];
        int position = 0;
        for (final Unseen fold : folds) {
            final List<String> names = fold.features().names();
            final int[] columns =
                    pairable.keySet().stream().mapToInt(names::indexOf).toArray();
            for (int row = 0; row < fold.labels().length; row++) {
                for (int feature = 0; feature < columns.length; feature++) {
                    values.get(feature)[position] = fold.features().values()[row * names.size() + columns[feature]];
                }

                for (int output = 0; output < labels.length; output++) {
                    labels[output][position] = label(fold.labels()[row], output + first);
                    residuals[output][position] = labels[output][position] - fold.predictions()[row][output + first];
                }

                position++;
            }
        }

        return PairFinder.find(pairable, values, labels, residuals);
    }

    private double label(final double label, final int output) {
        if (target.task() == ModelTask.REGRESSION) {
            return label;
        }

        return label == output ? 1 : 0;
    }

    /** Whether models with the pairs have clearly less loss on the rows of the folds, row by row. */
    private boolean help(final List<FeaturePair> pairs, final List<Fold> folds) {
        final List<Callable<double[]>> work = new ArrayList<>();
        for (final Fold fold : folds) {
            work.add(() -> losses(target, fold));
            work.add(() -> losses(target.withPairs(pairs), fold));
        }

        final List<double[]> losses = Parallel.run(work, threads);
        double without = 0;
        double saved = 0;
        double squares = 0;
        int rows = 0;
        for (int index = 0; index < losses.size(); index += 2) {
            for (int row = 0; row < losses.get(index).length; row++) {
                final double difference = losses.get(index)[row] - losses.get(index + 1)[row];
                without += losses.get(index)[row];
                saved += difference;
                squares += difference * difference;
                rows++;
            }
        }

        final double error = Math.sqrt(Math.max(0, squares - saved * saved / rows));
        return saved > Math.max(SMALLEST_GAIN * without, error);
    }

    private double[] losses(final PreparedTarget withOrWithout, final Fold fold) {
        final PreparedTarget.Encoded encoded = withOrWithout.encodeQuickly(fold.training(), signal);
        final LearningTask validation = validation(encoded, fold);
        try (FittedModel model = fit(encoded, learner.transformed(validation))) {
            final double[][] predictions = learner.predict(model, validation.features());
            final double[] losses = new double[predictions.length];
            for (int row = 0; row < losses.length; row++) {
                losses[row] = Losses.of(
                        target.task(), validation.labels()[row], predictions[row], 0, predictions[row].length);
            }

            return losses;
        }
    }
}
