/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.series;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The values that a rule allows; infinite where it has no bound.
 *
 * @param boundsAllowed whether a value that equals a bound is allowed
 */
public record ExpectedRange(double lower, double upper, boolean boundsAllowed) {
    private static final int SIGNIFICANT_DIGITS = 4;

    public ExpectedRange {
        if (Double.isNaN(lower) || Double.isNaN(upper) || lower > upper) {
            throw new IllegalArgumentException(
                    "Expected range needs its lower bound first, found [%s, %s]".formatted(lower, upper));
        }
    }

    /** For people: {@code 2.4 to 7.1}, {@code 5 or more}, {@code less than 3}. */
    public String describe() {
        if (upper == Double.POSITIVE_INFINITY) {
            return boundsAllowed ? formatNumber(lower) + " or more" : "more than " + formatNumber(lower);
        }
        if (lower == Double.NEGATIVE_INFINITY) {
            return boundsAllowed ? formatNumber(upper) + " or less" : "less than " + formatNumber(upper);
        }
        return formatNumber(lower) + " to " + formatNumber(upper);
    }

    /**
     * This range with bounds of no more digits than its width deserves, for a range that was estimated: 2.4137 to 7.1329 claims to know
     * what it does not. It becomes no wider, so that a value outside of it stays so: nobody understands "20, expected 0 to 20".
     */
    public ExpectedRange roundedInward() {
        return rounded(RoundingMode.CEILING, RoundingMode.FLOOR);
    }

    /** The same, but it becomes no narrower. */
    public ExpectedRange roundedOutward() {
        return rounded(RoundingMode.FLOOR, RoundingMode.CEILING);
    }

    /** A number for people: at most four significant digits, whole numbers in full, the same in each locale. */
    public static String formatNumber(final double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        final BigDecimal exact = BigDecimal.valueOf(number);
        final BigDecimal rounded = exact.precision() - exact.scale() > SIGNIFICANT_DIGITS
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(new MathContext(SIGNIFICANT_DIGITS, RoundingMode.HALF_EVEN));
        final BigDecimal stripped = rounded.stripTrailingZeros();
        final boolean plain = stripped.signum() == 0 || Math.abs(stripped.precision() - stripped.scale() - 1) < 10;
        return plain ? stripped.toPlainString() : stripped.toString();
    }

    private ExpectedRange rounded(final RoundingMode ofLower, final RoundingMode ofUpper) {
        final double width = upper - lower;
        if (!(width > 0) || !Double.isFinite(width)) {
            return this;
        }
        final int decimals = 1 - (int) Math.floor(Math.log10(width));
        return new ExpectedRange(
                BigDecimal.valueOf(lower).setScale(decimals, ofLower).doubleValue(),
                BigDecimal.valueOf(upper).setScale(decimals, ofUpper).doubleValue(),
                boundsAllowed);
    }
}
