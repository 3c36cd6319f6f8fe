/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * What a text is like: its length in characters and in words, and the first number in it.
 *
 * @param number whether the first number is a feature: where enough texts of training had one
 */
record TextEncoding(String column, boolean number) implements ColumnEncoding.OfText {

    @Override
    public List<String> features() {
        final List<String> features = new ArrayList<>(List.of(column + ".length", column + ".words"));
        if (number) {
            features.add(column + ".number");
        }

        return features;
    }

    @Override
    public void encode(final String value, final float[] features, final int offset) {
        features[offset] = value == null ? Float.NaN : value.length();
        features[offset + 1] = value == null ? Float.NaN : wordCount(value);
        if (number) {
            features[offset + 2] = value == null ? Float.NaN : firstNumber(value);
        }
    }

    /** Words between white space; without splitting, since this runs for every cell. */
    static int wordCount(final String text) {
        int words = 0;
        boolean insideWord = false;
        for (int index = 0; index < text.length(); index++) {
            final boolean space = Character.isWhitespace(text.charAt(index));
            words += !space && !insideWord ? 1 : 0;
            insideWord = !space;
        }

        return words;
    }

    /** The first number of plain digits, with a decimal point and a sign where it has them: 2.5 in {@code 2.5 kg}; else NaN. */
    static float firstNumber(final String text) {
        int start = 0;
        while (start < text.length() && !isDigit(text.charAt(start))) {
            start++;
        }

        if (start == text.length()) {
            return Float.NaN;
        }

        int end = start;
        boolean point = false;
        while (end < text.length()
                && (isDigit(text.charAt(end))
                        || !point
                                && text.charAt(end) == '.'
                                && end + 1 < text.length()
                                && isDigit(text.charAt(end + 1)))) {
            point |= text.charAt(end) == '.';
            end++;
        }

        final boolean negative = start == 1 && text.charAt(0) == '-';
        final float number = Float.parseFloat(text.substring(start, end));
        return Float.isInfinite(number) ? Float.NaN : negative ? -number : number;
    }

    private static boolean isDigit(final char character) {
        return character >= '0' && character <= '9';
    }
}
