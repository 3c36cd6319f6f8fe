/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.math.BigDecimal;

/** A way of writing numbers. A column is read in one style throughout. */
enum NumberStyle {
    /** {@code 1234.5}, {@code -3}, {@code 6.02e23} */
    PLAIN('.', '\0'),
    /** {@code 1,234.5} */
    COMMA_GROUPS('.', ','),
    /** {@code 1234,5} and {@code 1.234,5} */
    DECIMAL_COMMA(',', '.');

    /** Digits that a double holds without loss. */
    private static final int SAFE_DIGITS = 15;

    /** A double reaches to 10^308. */
    private static final int MAX_DIGITS = 308;

    private static final int GROUP_LENGTH = 3;

    private final char decimalPoint;
    private final char groupSeparator;

    NumberStyle(final char decimalPoint, final char groupSeparator) {
        this.decimalPoint = decimalPoint;
        this.groupSeparator = groupSeparator;
    }

    /**
     * Reads a number that keeps all of its digits: Long where it is an integer that fits, Double where its digits fit, else BigDecimal. Leading zeros
     * ({@code 007}) and a leading plus ({@code +93}) mark codes and telephone numbers, not numbers.
     *
     * @return null where the text is no number in this style
     */
    Number parse(final String text) {
        final int length = text.length();
        int position = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        final int integerStart = position;
        final char[] plain = new char[length];
        int size = 0;
        if (position == 1) {
            plain[size++] = '-';
        }
        int digitsSinceGroup = 0;
        boolean grouped = false;
        while (position < length
                && (isDigit(text.charAt(position))
                        || (groupSeparator != '\0' && text.charAt(position) == groupSeparator))) {
            final char character = text.charAt(position++);
            if (isDigit(character)) {
                plain[size++] = character;
                digitsSinceGroup++;
            } else {
                final boolean validGroup = grouped
                        ? digitsSinceGroup == GROUP_LENGTH
                        : digitsSinceGroup >= 1 && digitsSinceGroup <= GROUP_LENGTH;
                if (!validGroup) {
                    return null;
                }
                grouped = true;
                digitsSinceGroup = 0;
            }
        }
        final int integerDigits = size - integerStart;
        final boolean leadingZero = integerDigits > 1 && plain[integerStart] == '0';
        if (integerDigits == 0 || leadingZero || (grouped && digitsSinceGroup != GROUP_LENGTH)) {
            return null;
        }
        if (position == length) {
            return integer(new String(plain, 0, size), integerDigits);
        }
        return decimal(text, position, plain, size);
    }

    private Number decimal(final String text, final int from, final char[] plain, final int plainSize) {
        final int length = text.length();
        int position = from;
        int size = plainSize;
        if (text.charAt(position) == decimalPoint) {
            plain[size++] = '.';
            position++;
            final int fractionStart = position;
            while (position < length && isDigit(text.charAt(position))) {
                plain[size++] = text.charAt(position++);
            }
            if (position == fractionStart) {
                return null;
            }
        }
        final int exponentStart = position;
        if (position < length && (text.charAt(position) == 'e' || text.charAt(position) == 'E')) {
            plain[size++] = text.charAt(position++);
            if (position < length && (text.charAt(position) == '+' || text.charAt(position) == '-')) {
                plain[size++] = text.charAt(position++);
            }
            final int digitsStart = position;
            while (position < length && isDigit(text.charAt(position))) {
                plain[size++] = text.charAt(position++);
            }
            // More digits than this name no number that anybody measures, and would make BigDecimal work for ever
            if (position == digitsStart || position - digitsStart > GROUP_LENGTH) {
                return null;
            }
        }
        if (position != length) {
            return null;
        }
        final String number = new String(plain, 0, size);
        final double approximation = Double.parseDouble(number);
        if (exponentStart - 1 <= SAFE_DIGITS && Double.isFinite(approximation)) {
            return approximation;
        }
        if (!Double.isFinite(approximation)) {
            // Beyond 10^308 nothing can be computed any more
            return null;
        }
        final BigDecimal exact = new BigDecimal(number);
        final boolean fits = BigDecimal.valueOf(approximation).compareTo(exact) == 0;
        return fits ? (Number) approximation : exact;
    }

    private static Number integer(final String digits, final int count) {
        // 18 digits always fit a long
        if (count <= 18) {
            return Long.parseLong(digits);
        }
        if (count > MAX_DIGITS) {
            return null;
        }
        final BigDecimal exact = new BigDecimal(digits);
        final boolean fits = exact.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                && exact.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
        return fits ? (Number) exact.longValueExact() : exact;
    }

    private static boolean isDigit(final char character) {
        return character >= '0' && character <= '9';
    }
}
