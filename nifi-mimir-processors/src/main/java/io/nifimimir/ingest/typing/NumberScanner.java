/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Reads numbers from characters without making a string of them. Leading zeros ({@code 007}), a leading plus ({@code +93}) and a bare {@code 1E5} mark
 * codes, not numbers. Not safe for use by several threads.
 */
final class NumberScanner {
    static final int ALL_STYLES = (1 << NumberStyle.ALL.length) - 1;

    private static final int POINT_STYLES = NumberStyle.masks(
            NumberStyle.PLAIN,
            NumberStyle.COMMA_GROUPS,
            NumberStyle.SPACE_GROUPS,
            NumberStyle.APOSTROPHE_GROUPS,
            NumberStyle.LAKH_GROUPS);

    /** Digits that a double holds without loss. */
    private static final int SAFE_DIGITS = 15;

    /** Digits that a long holds whatever they are. */
    private static final int LONG_DIGITS = 18;

    /** A double reaches to 10^308. */
    private static final int MAX_DIGITS = 308;

    private static final int MAX_EXPONENT_DIGITS = 3;
    private static final int GROUP_LENGTH = 3;
    private static final int LAKH_GROUP_LENGTH = 2;

    /** Powers of ten that are doubles without loss, so that one division of a short mantissa rounds correctly (Clinger 1990). */
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private char[] normalised = new char[64];
    private int length;
    private double value;
    private boolean plain;
    /** The style by which the number of a text that is not plain was settled. */
    private NumberStyle settled;

    private boolean fitsLong;
    private boolean fitsDouble;
    private int precision;
    private int scale;

    /**
     * The styles among the candidates in which the text is a number.
     *
     * @param candidates bits of {@link NumberStyle#mask}
     */
    int scan(final char[] text, final int start, final int end, final int candidates) {
        if (end - start > MAX_DIGITS || candidates == 0) {
            return 0;
        }
        settled = null;
        int position = start;
        final boolean negative = text[start] == '-';
        if (negative) {
            position++;
        }
        final int first = position;
        long mantissa = 0;
        int digit;
        while (position < end && (digit = text[position] - '0') >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            position++;
        }
        final int integerDigits = position - first;
        if (integerDigits > 1 && text[first] == '0') {
            return 0;
        }
        if (position == end) {
            return integerDigits == 0 ? 0 : integer(text, start, end, negative, mantissa, integerDigits, candidates);
        }
        if (text[position] != '.' || integerDigits == 0) {
            return scanStyles(text, start, end, candidates);
        }
        final int fractionStart = ++position;
        while (position < end && (digit = text[position] - '0') >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            position++;
        }
        final int fractionDigits = position - fractionStart;
        if (position != end || fractionDigits == 0 || integerDigits + fractionDigits > SAFE_DIGITS) {
            return scanStyles(text, start, end, candidates);
        }
        plain = true;
        value = (negative ? -mantissa : mantissa) / POWERS_OF_TEN[fractionDigits];
        if (negative && mantissa == 0) {
            value = -0.0;
        }
        fitsLong = false;
        fitsDouble = true;
        precision = integerDigits + fractionDigits;
        scale = fractionDigits;
        final boolean group = fractionDigits == GROUP_LENGTH && integerDigits <= GROUP_LENGTH && text[first] != '0';
        return candidates & (group ? POINT_STYLES | NumberStyle.DECIMAL_COMMA.mask() : POINT_STYLES);
    }

    private int integer(
            final char[] text,
            final int start,
            final int end,
            final boolean negative,
            final long mantissa,
            final int digits,
            final int candidates) {
        plain = true;
        precision = digits;
        scale = 0;
        if (digits <= LONG_DIGITS) {
            value = negative ? -(double) mantissa : mantissa;
            fitsLong = true;
            fitsDouble = Math.abs(mantissa) <= 1L << 53;
            return candidates;
        }
        settleExact(new BigDecimal(text, start, end - start));
        return candidates;
    }

    /** Reads a number that the source says is one, in the grammar of JSON; false where it is beyond a double. */
    boolean scanExact(final char[] text, final int start, final int end) {
        if (end - start <= SAFE_DIGITS && scan(text, start, end, NumberStyle.PLAIN.mask()) != 0 && plain) {
            return true;
        }
        final int exponent = exponentDigits(text, start, end);
        if (end - start > MAX_DIGITS || exponent > MAX_EXPONENT_DIGITS) {
            return false;
        }
        settleExact(new BigDecimal(text, start, end - start));
        plain = true;
        return Double.isFinite(value);
    }

    private static int exponentDigits(final char[] text, final int start, final int end) {
        int digits = 0;
        for (int position = end - 1; position >= start && isDigit(text[position]); position--) {
            digits++;
        }
        final int before = end - digits - 1;
        final boolean signed = before > start && (text[before] == '+' || text[before] == '-');
        final int mark = signed ? before - 1 : before;
        return mark >= start && (text[mark] == 'e' || text[mark] == 'E') ? digits : 0;
    }

    /** The way for all but the plainest numbers. */
    private int scanStyles(final char[] text, final int start, final int end, final int candidates) {
        int fitting = 0;
        plain = false;
        for (final NumberStyle style : NumberStyle.ALL) {
            if ((candidates & style.mask()) != 0 && normalise(text, start, end, style)) {
                if (fitting == 0) {
                    settled = style;
                    settleNormalised();
                }
                fitting |= style.mask();
            }
        }
        return fitting;
    }

    /**
     * Settles the number of the text scanned last, read in one style of those that fit.
     *
     * @return whether the number's digits differ from the text and stand in {@link #normalised}
     */
    boolean settle(final char[] text, final int start, final int end, final NumberStyle style) {
        final boolean readAsItStands = plain && (style != NumberStyle.DECIMAL_COMMA || scale == 0);
        if (readAsItStands) {
            return false;
        }
        if (!normalise(text, start, end, style)) {
            throw new IllegalStateException("The style was not among those that fit");
        }
        if (settled != style) {
            settled = style;
            settleNormalised();
        }
        return length != end - start || !Arrays.equals(normalised, 0, length, text, start, end);
    }

    private void settleNormalised() {
        final boolean negative = normalised[0] == '-';
        long mantissa = 0;
        int digits = 0;
        int point = -1;
        for (int position = negative ? 1 : 0; position < length; position++) {
            final char character = normalised[position];
            if (isDigit(character) && digits < SAFE_DIGITS) {
                mantissa = mantissa * 10 + character - '0';
                digits++;
            } else if (character == '.') {
                point = position;
            } else {
                settleExact(new BigDecimal(normalised, 0, length));
                return;
            }
        }
        precision = digits;
        scale = point < 0 ? 0 : length - point - 1;
        value = (negative ? -(double) mantissa : mantissa) / POWERS_OF_TEN[scale];
        fitsLong = scale == 0;
        fitsDouble = true;
    }

    private void settleExact(final BigDecimal exact) {
        value = exact.doubleValue();
        // The zeros that an exponent stands for are digits too
        precision = exact.precision() - Math.min(0, exact.scale());
        scale = Math.max(0, exact.scale());
        final boolean integral = exact.scale() <= 0;
        fitsLong = integral && exact.toBigInteger().bitLength() < Long.SIZE;
        // Below the normal doubles, digits are lost
        fitsDouble = (exact.precision() <= SAFE_DIGITS && Math.abs(value) >= Double.MIN_NORMAL)
                || BigDecimal.valueOf(value).compareTo(exact) == 0;
    }

    /** Writes the number in the grammar of JSON; false where the text is none in this style. */
    private boolean normalise(final char[] text, final int start, final int end, final NumberStyle style) {
        length = 0;
        if (normalised.length < end - start + 2) {
            normalised = new char[2 * (end - start) + 2];
        }
        int position = start;
        if (text[position] == '-') {
            normalised[length++] = '-';
            position++;
        }
        final int afterInteger = integerPart(text, position, end, style);
        if (afterInteger < 0) {
            return false;
        }
        position = afterInteger;
        final int fraction = position;
        if (position < end && style.isDecimalPoint(text[position])) {
            normalised[length++] = '.';
            final int fractionStart = ++position;
            while (position < end && isDigit(text[position])) {
                normalised[length++] = text[position++];
            }
            if (position == fractionStart) {
                return false;
            }
        } else if (position == start || !isDigit(text[position - 1])) {
            return false;
        }
        return position == end
                ? Double.isFinite(Double.parseDouble(new String(normalised, 0, length)))
                : exponent(text, position, end, position > fraction);
    }

    /** Returns the position behind the integer part, or -1. */
    private int integerPart(final char[] text, final int from, final int end, final NumberStyle style) {
        final int digitsFrom = length;
        int position = from;
        int sinceGroup = 0;
        int groups = 0;
        char separator = 0;
        while (position < end) {
            final char character = text[position];
            if (isDigit(character)) {
                normalised[length++] = character;
                sinceGroup++;
            } else if (style.isGroupSeparator(character) && (separator == 0 || separator == character)) {
                if (!isGroup(style, sinceGroup, groups)) {
                    return -1;
                }
                separator = character;
                groups++;
                sinceGroup = 0;
            } else {
                break;
            }
            position++;
        }
        final int digits = length - digitsFrom;
        if (digits == 0) {
            // .5 as statistics packages write it
            normalised[length++] = '0';
            return position < end && position == from ? position : -1;
        }
        final boolean leadingZero = digits > 1 && normalised[digitsFrom] == '0';
        return leadingZero || (groups > 0 && sinceGroup != GROUP_LENGTH) ? -1 : position;
    }

    private static boolean isGroup(final NumberStyle style, final int digits, final int groupsBefore) {
        final int groupLength = style == NumberStyle.LAKH_GROUPS ? LAKH_GROUP_LENGTH : GROUP_LENGTH;
        return groupsBefore == 0 ? digits >= 1 && digits <= groupLength : digits == groupLength;
    }

    /** A bare {@code 1E5} is a code; a fraction or a signed exponent makes it a number. */
    private boolean exponent(final char[] text, final int from, final int end, final boolean hasFraction) {
        int position = from;
        if (text[position] != 'e' && text[position] != 'E') {
            return false;
        }
        normalised[length++] = text[position++];
        boolean signed = false;
        if (position < end && (text[position] == '+' || text[position] == '-')) {
            normalised[length++] = text[position++];
            signed = true;
        }
        final int digitsFrom = position;
        while (position < end && isDigit(text[position])) {
            normalised[length++] = text[position++];
        }
        // More digits than this name no number that anybody measures, and would make BigDecimal work for ever
        final boolean wellFormed =
                position == end && position > digitsFrom && position - digitsFrom <= MAX_EXPONENT_DIGITS;
        // Beyond 10^308 nothing can be computed any more
        return wellFormed
                && (signed || hasFraction)
                && Double.isFinite(Double.parseDouble(new String(normalised, 0, length)));
    }

    private static boolean isDigit(final char character) {
        return character >= '0' && character <= '9';
    }

    char[] normalised() {
        return normalised;
    }

    int length() {
        return length;
    }

    double value() {
        return value;
    }

    boolean isLong() {
        return fitsLong;
    }

    /** Whether the double nearest to the number prints back as the number. */
    boolean isDouble() {
        return fitsDouble;
    }

    int precision() {
        return precision;
    }

    int scale() {
        return scale;
    }
}
