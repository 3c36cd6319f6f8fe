/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

/**
 * What a look at rows whose truth is known says of a model.
 *
 * @param rows whose truth is known
 * @param score of these rows
 * @param lower end of the interval that holds the score with a probability of 95 %
 * @param upper its other end
 * @param expected score on rows that the model had not seen when it was trained
 * @param drop by which part of what is expected the score is worse; negative where it is better
 * @param pValue of losses that are not larger than at training
 */
public record PerformanceJudgement(
        RowScore name,
        long rows,
        double score,
        double lower,
        double upper,
        double expected,
        double drop,
        double pValue) {
    /** Of the standard normal distribution, for 95 %. */
    private static final double QUANTILE = 1.959964;

    /**
     * Welch's test of the mean losses, one-sided, with the variance widened by what rows have in common.
     *
     * @param losses of at least one row
     */
    public static PerformanceJudgement of(final RowScore name, final LossReference reference, final LossTally losses) {
        final double rows = losses.rows();
        final double variance = Math.max(leastVariance(name, rows), Math.max(losses.variance(), reference.variance()));
        final double ofMean = reference.dispersion().at(rows) * variance / rows;
        final double ofReference = variance / Math.max(1, reference.rows());
        final double growth = losses.mean() - reference.mean();
        final double deviation = Math.sqrt(ofMean + ofReference);
        final double certain = growth > 0 ? 0 : 1;
        final double reach = QUANTILE * Math.sqrt(ofMean);
        final double best = name.of(Math.max(0, losses.mean() - reach));
        final double worst = name.of(name.isShare() ? Math.min(1, losses.mean() + reach) : losses.mean() + reach);
        final double score = name.of(losses.mean());
        final double expected = name.of(reference.mean());
        final double worse = name.isShare() ? expected - score : score - expected;
        return new PerformanceJudgement(
                name,
                losses.rows(),
                score,
                Math.min(best, worst),
                Math.max(best, worst),
                expected,
                expected == 0 ? Math.signum(worse) : worse / expected,
                deviation > 0 ? TailProbabilities.normal(growth / deviation) : certain);
    }

    /** Few rows without a single error do not show that there is none. */
    private static double leastVariance(final RowScore name, final double rows) {
        final double share = 1 / (rows + 2);
        return name.isShare() ? share * (1 - share) : 0;
    }

    /**
     * Whether the model answers so much worse than at training, and that is no chance.
     *
     * @param significance probability by chance, up to which it counts
     */
    public boolean isWorse(final double percent, final double significance) {
        return drop * 100 >= percent && pValue <= significance;
    }

    public String toJson() {
        return DriftJson.write(this);
    }

    /** @throws java.io.UncheckedIOException where the text is none */
    public static PerformanceJudgement ofJson(final String json) {
        return DriftJson.read(json, PerformanceJudgement.class);
    }
}
