/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

/**
 * How likely chance alone brings about as much or more. The incomplete gamma function is computed by its series and its continued fraction
 * (Press et al., "Numerical Recipes", 6.2), its logarithm of the complete one by Lanczos' approximation.
 */
final class TailProbabilities {
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private static final double LANCZOS_OFFSET = 7.5;

    private static final double PRECISION = 1e-14;

    private static final int MOST_TERMS = 10_000;

    private static final double TINY = 1e-300;

    private TailProbabilities() {}

    /** Of a chi-squared statistic. */
    static double chiSquared(final double statistic, final double degreesOfFreedom) {
        return statistic <= 0 ? 1 : upperGamma(degreesOfFreedom / 2, statistic / 2);
    }

    /** Of a standard normal variable. */
    static double normal(final double z) {
        final double tail = upperGamma(0.5, z * z / 2) / 2;
        return z >= 0 ? tail : 1 - tail;
    }

    /** Of {@code count} or more events where {@code mean} are expected. The count need not be whole. */
    static double poisson(final double count, final double mean) {
        if (count <= 0) {
            return 1;
        }
        return lowerGamma(count, mean);
    }

    /**
     * Of the largest distance between two distribution functions (Kolmogorov 1933), with Stephens' correction for few rows (1970).
     *
     * @param effectiveRows for samples of n and m rows: n m / (n + m)
     */
    static double kolmogorov(final double distance, final double effectiveRows) {
        final double root = Math.sqrt(effectiveRows);
        final double lambda = (root + 0.12 + 0.11 / root) * distance;
        // Below this the series converges slowly, and the probability is 1 but for 10 digits
        if (lambda < 0.2) {
            return 1;
        }
        double sum = 0;
        double sign = 1;
        for (int term = 1; term <= 100; term++) {
            final double step = Math.exp(-2 * lambda * lambda * term * term);
            sum += sign * step;
            if (step < PRECISION * Math.abs(sum)) {
                break;
            }
            sign = -sign;
        }
        return Math.clamp(2 * sum, 0, 1);
    }

    /** The regularized upper incomplete gamma function Q(a, x); small values keep their digits. */
    private static double upperGamma(final double a, final double x) {
        if (x <= 0) {
            return 1;
        }
        return x < a + 1 ? 1 - scale(a, x) * lowerSeries(a, x) : scale(a, x) * upperFraction(a, x);
    }

    /** Its complement P(a, x). */
    private static double lowerGamma(final double a, final double x) {
        if (x <= 0) {
            return 0;
        }
        return x < a + 1 ? scale(a, x) * lowerSeries(a, x) : 1 - scale(a, x) * upperFraction(a, x);
    }

    private static double scale(final double a, final double x) {
        return Math.exp(a * Math.log(x) - x - logGamma(a));
    }

    private static double lowerSeries(final double a, final double x) {
        double term = 1 / a;
        double sum = term;
        for (int index = 1; index <= MOST_TERMS && term > sum * PRECISION; index++) {
            term *= x / (a + index);
            sum += term;
        }
        return sum;
    }

    /** By the method of Lentz. */
    private static double upperFraction(final double a, final double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double fraction = d;
        for (int index = 1; index <= MOST_TERMS; index++) {
            final double numerator = -index * (index - a);
            b += 2;
            d = 1 / notZero(numerator * d + b);
            c = notZero(b + numerator / c);
            final double step = d * c;
            fraction *= step;
            if (Math.abs(step - 1) < PRECISION) {
                break;
            }
        }
        return fraction;
    }

    private static double notZero(final double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    private static double logGamma(final double value) {
        final double shifted = value - 1;
        double sum = LANCZOS[0];
        for (int index = 1; index < LANCZOS.length; index++) {
            sum += LANCZOS[index] / (shifted + index);
        }
        final double base = shifted + LANCZOS_OFFSET;
        return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
    }
}
