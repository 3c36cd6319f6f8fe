/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import io.nifimimir.dataset.ColumnProfile.Frequency;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shapes of texts: {@code KBL-03} has the shape {@code AAA-99}. */
final class TextPatterns {
    private static final int LONGEST_PATTERN = 24;

    private TextPatterns() {}

    static List<Frequency> mostFrequent(final ValueCounts values, final int most) {
        final Map<String, Long> counts = new HashMap<>();
        values.forEach((hash, value, count) -> counts.merge(of(value), count, Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new Frequency(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Frequency::count).reversed().thenComparing(Frequency::value))
                .limit(most)
                .toList();
    }

    static String of(final String value) {
        final StringBuilder pattern = new StringBuilder();
        for (int index = 0; index < value.length(); index++) {
            if (index == LONGEST_PATTERN) {
                return pattern.append('\u2026').toString();
            }
            pattern.append(shape(value.charAt(index)));
        }
        return pattern.toString();
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
