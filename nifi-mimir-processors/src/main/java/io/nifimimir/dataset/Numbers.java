/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.math.BigDecimal;

/** Numbers as the cells that {@link DataType#NUMERIC} names, told by their value alone, so that each encoding gives the same cell. */
final class Numbers {
    /** Below this, a double that is an integer is no other integer's nearest one. */
    private static final double EXACT_INTEGERS = 1L << 53;

    private static final double BEYOND_LONG = 0x1p63;

    /** Digits of the longest integer that is a double; more zeros than these are not written out. */
    private static final int MAX_INTEGER_DIGITS = 309;

    /**
     * No two decimals of so many digits share their nearest double (DBL_DIG of C), as long as it is none of the smallest: so the shortest one
     * that does is the number itself.
     */
    private static final int DIGITS_KEPT = 15;

    /** Powers of ten up to the digits kept, each exact as a double. */
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Numbers() {}

    /**
     * The narrowest of Long, Double and BigDecimal that keeps the digits of a number in the grammar of JSON. Numbers of few digits, as most
     * are, need no BigDecimal: both parts of the quotient are exact, so that it is the nearest double (Clinger 1990).
     */
    static Number narrow(final char[] text, final int start, final int length) {
        final int end = start + length;
        int position = text[start] == '-' ? start + 1 : start;
        long digits = 0;
        int places = -1;
        if (end - position > DIGITS_KEPT) {
            return narrow(new BigDecimal(text, start, length));
        }
        for (; position < end; position++) {
            final char character = text[position];
            if (character == '.') {
                places = 0;
            } else if (character >= '0' && character <= '9') {
                digits = digits * 10 + (character - '0');
                places += places < 0 ? 0 : 1;
            } else {
                return narrow(new BigDecimal(text, start, length));
            }
        }
        final double value = digits / POWERS_OF_TEN[Math.max(0, places)];
        return narrow(text[start] == '-' ? -value : value);
    }

    /** The cell of a finite double, read as the shortest decimal that it is the nearest double of. */
    static Number narrow(final double value) {
        if (value != Math.rint(value) || Math.abs(value) > BEYOND_LONG) {
            return value;
        }
        return Math.abs(value) < EXACT_INTEGERS ? (Number) (long) value : narrow(BigDecimal.valueOf(value));
    }

    /** The narrowest of Long, Double and BigDecimal that keeps the digits. */
    static Number narrow(final BigDecimal decimal) {
        final double approximation = decimal.doubleValue();
        if (approximation == Math.rint(approximation) && Math.abs(approximation) <= BEYOND_LONG) {
            final BigDecimal shortest = decimal.stripTrailingZeros();
            // No more than twenty digits, or the number were beyond a long
            if (shortest.scale() <= 0 && shortest.toBigInteger().bitLength() < Long.SIZE) {
                return shortest.longValue();
            }
        }
        return printsAs(approximation, decimal) ? (Number) approximation : canonical(decimal);
    }

    /**
     * Whether the shortest decimal that the double is the nearest one of is this number.
     *
     * @param value the double nearest to the number
     */
    static boolean printsAs(final double value, final BigDecimal number) {
        if (number.precision() <= DIGITS_KEPT && Math.abs(value) >= Double.MIN_NORMAL && Double.isFinite(value)) {
            return true;
        }
        return Double.isFinite(value) && BigDecimal.valueOf(value).compareTo(number) == 0;
    }

    /** BigDecimals are equal only where they have the same digits behind the point: so they get as few as they need. */
    private static BigDecimal canonical(final BigDecimal decimal) {
        final BigDecimal shortest = decimal.stripTrailingZeros();
        final boolean integer = shortest.scale() < 0 && shortest.precision() - shortest.scale() <= MAX_INTEGER_DIGITS;
        return integer ? shortest.setScale(0) : shortest;
    }
}
