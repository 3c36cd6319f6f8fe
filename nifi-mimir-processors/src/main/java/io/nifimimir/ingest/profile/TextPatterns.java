/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import io.nifimimir.dataset.ColumnProfile.Frequency;

import java.util.List;

/** Shapes of texts: {@code KBL-03} has the shape {@code AAA-99}. */
final class TextPatterns {
    private static final int LONGEST_PATTERN = 24;

    private TextPatterns() {}

    static List<Frequency> mostFrequent(final ValueCounts values, final int most) {
        final ValueCounts patterns = new ValueCounts(values.size());
        final char[] pattern = new char[LONGEST_PATTERN + 1];
        values.forEach((hash, value, count) -> {
            final int length = write(value, pattern);
            patterns.add(Hashes.of(pattern, 0, length), pattern, 0, length, count);
        });
        return patterns.mostFrequent(most);
    }

    static String of(final String value) {
        final char[] pattern = new char[LONGEST_PATTERN + 1];
        return new String(pattern, 0, write(value, pattern));
    }

    private static int write(final String value, final char[] pattern) {
        final int length = Math.min(value.length(), LONGEST_PATTERN);
        for (int index = 0; index < length; index++) {
            pattern[index] = shape(value.charAt(index));
        }
        if (value.length() <= LONGEST_PATTERN) {
            return length;
        }
        pattern[length] = '\u2026';
        return length + 1;
    }

    private static char shape(final char character) {
        if (Character.isDigit(character)) {
            return '9';
        }
        if (Character.isUpperCase(character)) {
            return 'A';
        }
        return Character.isLetter(character) ? 'a' : character;
    }
}
