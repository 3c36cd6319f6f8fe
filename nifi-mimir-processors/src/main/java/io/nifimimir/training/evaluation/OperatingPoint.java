/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.training.table.Ordering;

import java.util.Arrays;

/**
 * From which probability on the second of two classes is predicted. Where one of them is rare, the most likely class is nearly always the
 * other one; the point is chosen where the mean of both classes' F1 is largest on predictions of unseen rows. Probabilities stay what they
 * are, and several classes are predicted by the most likely one.
 *
 * @param threshold above it, the second class is predicted
 */
public record OperatingPoint(double threshold) {
    public static final OperatingPoint MOST_LIKELY = new OperatingPoint(0.5);

    /** Share of the smaller class below which classes are unbalanced. */
    private static final double UNBALANCED = 0.3;

    private static final int FEWEST_ROWS = 100;

    /** Less is the luck of these rows. */
    private static final double SMALLEST_GAIN = 0.01;

    public int decide(final double[] probabilities) {
        if (probabilities.length == 2) {
            return probabilities[1] > threshold ? 1 : 0;
        }

        return ModelScores.mostLikely(probabilities);
    }

    public boolean isMostLikely() {
        return threshold == MOST_LIKELY.threshold;
    }

    /**
     * @param labels class indices of rows: 0 or 1
     * @param seconds probabilities of the second class by models that have not seen the rows
     */
    public static OperatingPoint fit(final double[] labels, final double[] seconds) {
        final double positives = Arrays.stream(labels).sum();
        if (labels.length < FEWEST_ROWS
                || Math.min(positives, labels.length - positives) >= UNBALANCED * labels.length) {
            return MOST_LIKELY;
        }

        final int[] order =
                Ordering.of(Arrays.stream(seconds).map(second -> -second).toArray());
        double hits = 0;
        double best = 0;
        double bestThreshold = MOST_LIKELY.threshold;
        double usual = 0;
        for (int said = 1; said < order.length; said++) {
            hits += labels[order[said - 1]];
            final double above = seconds[order[said - 1]];
            final double below = seconds[order[said]];
            if (above == below) {
                continue;
            }

            final double score = meanF1(hits, said, positives, labels.length);
            usual = above > MOST_LIKELY.threshold ? score : usual;
            if (score > best) {
                best = score;
                bestThreshold = (above + below) / 2;
            }
        }

        return best >= usual + SMALLEST_GAIN ? new OperatingPoint(bestThreshold) : MOST_LIKELY;
    }

    /** @param said rows for which the second class is predicted, {@code hits} of them rightly */
    private static double meanF1(final double hits, final double said, final double positives, final double rows) {
        final double negatives = rows - positives;
        final double otherHits = negatives - (said - hits);
        return hits / (said + positives) + otherHits / (rows - said + negatives);
    }
}
