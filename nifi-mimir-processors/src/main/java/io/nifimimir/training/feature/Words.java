/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts texts into words: runs of letters, or runs of digits, in lower case, so that {@code C85} is {@code c} and {@code 85}. */
final class Words {
    private static final int MOST_WORDS = 200;

    private Words() {}

    static List<String> of(final String text) {
        final String lower = text.toLowerCase(Locale.ROOT);
        final List<String> words = new ArrayList<>();
        int start = 0;
        for (int index = 1; index <= lower.length() && words.size() < MOST_WORDS; index++) {
            final int kind = kind(lower.charAt(start));
            if (index == lower.length() || kind(lower.charAt(index)) != kind) {
                if (kind != 0) {
                    words.add(lower.substring(start, index));
                }

                start = index;
            }
        }

        return words;
    }

    private static int kind(final char character) {
        if (Character.isDigit(character)) {
            return 2;
        }

        return Character.isLetter(character) || Character.getType(character) == Character.NON_SPACING_MARK ? 1 : 0;
    }
}
