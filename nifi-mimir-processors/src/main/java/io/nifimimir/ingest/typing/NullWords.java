/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Texts that stand for a missing value, compared without regard to case, the empty text always among them. Safe for use by several threads. */
public final class NullWords {
    private static final int ASCII = 128;

    /** What people write where there is nothing to write. */
    public static final NullWords COMMON =
            new NullWords(Set.of("na", "n/a", "#n/a", "null", "none", "nan", "nil", "-", "--", "\u2013", "\u2014"));

    private final Set<String> words;
    private final boolean[] firstCharacters = new boolean[ASCII];
    private final int longest;

    public NullWords(final Collection<String> words) {
        this.words = words.stream()
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        longest = this.words.stream().mapToInt(String::length).max().orElse(0);
        for (final String word : this.words) {
            if (!word.isEmpty() && word.charAt(0) < ASCII) {
                firstCharacters[word.charAt(0)] = true;
                firstCharacters[Character.toUpperCase(word.charAt(0))] = true;
            }
        }
    }

    public boolean contains(final char[] text, final int start, final int end) {
        if (start == end) {
            return true;
        }
        return end - start <= longest
                && (text[start] >= ASCII || firstCharacters[text[start]])
                && words.contains(new String(text, start, end - start).toLowerCase(Locale.ROOT));
    }
}
