/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.training.StopSignal;
import io.nifimimir.training.learner.Floats;
import io.nifimimir.training.learner.LinearSolver;
import io.nifimimir.training.learner.SparseRows;
import io.nifimimir.training.table.TextColumn;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A text as what its words and parts of words say about the target: a ridge regression on hashed words, pairs of words and runs of three
 * characters (Weinberger et al. 2009). Rows that are learnt from get the score of models that have not seen them.
 *
 * @param buckets number of hash values
 * @param weights for each output a weight for each bucket, and the intercept
 */
@SuppressWarnings("ArrayRecordComponent")
record TextScoreEncoding(String column, int buckets, float[][] weights) implements ColumnEncoding.OfText {
    private static final int BUCKETS = 1 << 12;
    private static final double[] PENALTIES = {3e-3, 1e-3, 3e-4};
    private static final int MOST_ROWS = 20_000;

    /** Share of the variance that a score must explain out of fold to become a feature. */
    private static final double TELLING = 0.01;

    /** @param outOfFold the features that rows are learnt from with, row after row */
    record Fitted(TextScoreEncoding encoding, float[] outOfFold) {}

    /** Empty where the text tells nothing. */
    static Optional<Fitted> fit(
            final TextColumn column, final int[] rows, final Supervision supervision, final StopSignal signal) {
        final int step = rows.length / MOST_ROWS + 1;
        final int[] sample = IntStream.range(0, rows.length)
                .filter(index -> index % step == 0 && !column.isNull(rows[index]))
                .toArray();
        double bestExplained = TELLING;
        double bestPenalty = 0;
        double[][] best = null;
        for (final double penalty : PENALTIES) {
            final double[][] scores = new double[supervision.outputs()][sample.length];
            double explained = 0;
            for (int output = 0; output < supervision.outputs(); output++) {
                scoreOutOfFold(column, rows, sample, supervision, output, penalty, scores[output], signal);
                explained = Math.max(explained, explained(scores[output], sample, supervision, output));
            }

            if (explained <= bestExplained) {
                break;
            }

            bestExplained = explained;
            bestPenalty = penalty;
            best = scores;
        }

        if (best == null) {
            return Optional.empty();
        }

        final float[][] weights = new float[supervision.outputs()][];
        for (int output = 0; output < weights.length; output++) {
            weights[output] = Floats.of(solve(column, rows, sample, supervision, output, bestPenalty, signal));
        }

        final TextScoreEncoding encoding = new TextScoreEncoding(column.name(), BUCKETS, weights);
        final float[] outOfFold = new float[rows.length * weights.length];
        for (int index = 0; index < rows.length; index++) {
            encoding.encode(column.value(rows[index]), outOfFold, index * weights.length);
        }

        for (int position = 0; position < sample.length; position++) {
            for (int output = 0; output < weights.length; output++) {
                outOfFold[sample[position] * weights.length + output] = (float) best[output][position];
            }
        }

        return Optional.of(new Fitted(encoding, outOfFold));
    }

    private static void scoreOutOfFold(
            final TextColumn column,
            final int[] rows,
            final int[] sample,
            final Supervision supervision,
            final int output,
            final double penalty,
            final double[] scores,
            final StopSignal signal) {
        for (int fold = 0; fold < supervision.folds(); fold++) {
            final int current = fold;
            final int[] learning = Arrays.stream(sample)
                    .filter(index -> supervision.fold(index) != current)
                    .toArray();
            final double[] weights = solve(column, rows, learning, supervision, output, penalty, signal);
            final SparseRows others = new SparseRows(BUCKETS);
            for (final int index : sample) {
                if (supervision.fold(index) == current) {
                    addTo(others, column.value(rows[index]), BUCKETS);
                }
            }

            int row = 0;
            for (int position = 0; position < sample.length; position++) {
                if (supervision.fold(sample[position]) == current) {
                    scores[position] = others.dot(row, weights) + weights[BUCKETS];
                    row++;
                }
            }
        }
    }

    private static double[] solve(
            final TextColumn column,
            final int[] rows,
            final int[] learning,
            final Supervision supervision,
            final int output,
            final double penalty,
            final StopSignal signal) {
        final SparseRows texts = new SparseRows(BUCKETS);
        final double[] labels = new double[learning.length];
        for (int position = 0; position < learning.length; position++) {
            addTo(texts, column.value(rows[learning[position]]), BUCKETS);
            labels[position] = supervision.value(output, learning[position]);
        }

        final LinearSolver solver = new LinearSolver(texts, labels, LinearSolver.Link.IDENTITY, 0);
        final double[] weights = solver.start();
        if (learning.length > 0) {
            solver.minimise(weights, penalty, signal);
        }

        return weights;
    }

    private static double explained(
            final double[] scores, final int[] sample, final Supervision supervision, final int output) {
        double left = 0;
        double all = 0;
        final double mean = Arrays.stream(sample)
                .mapToDouble(index -> supervision.value(output, index))
                .average()
                .orElse(0);
        for (int position = 0; position < sample.length; position++) {
            final double value = supervision.value(output, sample[position]);
            left += (value - scores[position]) * (value - scores[position]);
            all += (value - mean) * (value - mean);
        }

        return all > 0 ? 1 - left / all : 0;
    }

    /** Adds a row of the same length for every text that has a word. */
    private static void addTo(final SparseRows rows, final String text, final int buckets) {
        final Set<Integer> found = hashes(text, buckets);
        final float value = (float) (1 / Math.sqrt(Math.max(1, found.size())));
        found.stream().sorted().forEach(bucket -> rows.add(bucket, value));
        rows.endRow();
    }

    private static Set<Integer> hashes(final String text, final int buckets) {
        final Set<Integer> hashes = new HashSet<>();
        String previous = "";
        for (final String word : Words.of(text)) {
            hashes.add(bucket(word, buckets));
            if (!previous.isEmpty()) {
                hashes.add(bucket(previous + ' ' + word, buckets));
            }

            final String marked = '<' + word + '>';
            for (int index = 0; index + 3 <= marked.length() && word.length() > 2; index++) {
                hashes.add(bucket('#' + marked.substring(index, index + 3), buckets));
            }

            previous = word;
        }

        return hashes;
    }

    /** {@link String#hashCode} is the same everywhere; its low bits alone are not scattered well. */
    private static int bucket(final String part, final int buckets) {
        int hash = part.hashCode() * 0x9E3779B9;
        hash ^= hash >>> 15;
        return (hash & Integer.MAX_VALUE) % buckets;
    }

    @Override
    public List<String> features() {
        return weights.length == 1
                ? List.of(column + ".text_score")
                : IntStream.range(0, weights.length)
                        .mapToObj(output -> column + ".text_score_" + output)
                        .toList();
    }

    @Override
    public void encode(final String value, final float[] features, final int offset) {
        if (value == null) {
            Arrays.fill(features, offset, offset + weights.length, Float.NaN);
            return;
        }

        final Set<Integer> found = hashes(value, buckets);
        final double length = 1 / Math.sqrt(Math.max(1, found.size()));
        for (int output = 0; output < weights.length; output++) {
            double score = weights[output][buckets];
            for (final int bucket : found) {
                score += length * weights[output][bucket];
            }

            features[offset + output] = (float) score;
        }
    }
}
