/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Texts that stand for a missing value, compared without regard to case, the empty text always among them. Some do so among numbers, dates
 * and booleans alone: {@code None} in a column of texts is more often a kind of its own than a gap. Safe for use by several threads.
 */
public final class NullWords {
    /** Among the columns that are taken verbatim, stands for all. */
    public static final String ALL = "*";

    private static final int ASCII = 128;

    /** What people write where there is nothing to write. */
    public static final NullWords COMMON = new NullWords(
            Set.of("na", "n/a", "#n/a", "null", "nan", "nil", "-", "--", "\u2013", "\u2014"), Set.of("none"), Set.of());

    private final Set<String> everywhere;
    private final Set<String> words;
    private final Set<String> verbatim;
    private final boolean[] firstCharacters = new boolean[ASCII];
    private final int longest;

    /**
     * @param everywhere words that stand for a missing value in each column
     * @param exceptAmongTexts words that do so as well where the other values of a column are no texts
     * @param verbatim names of columns in which no word stands for a missing value; {@link #ALL} for all
     */
    public NullWords(
            final Collection<String> everywhere,
            final Collection<String> exceptAmongTexts,
            final Collection<String> verbatim) {
        this.everywhere = normalised(everywhere);
        this.words = new HashSet<>(this.everywhere);
        this.words.addAll(normalised(exceptAmongTexts));
        this.verbatim = Set.copyOf(verbatim);
        longest = words.stream().mapToInt(String::length).max().orElse(0);
        for (final String word : words) {
            if (!word.isEmpty() && word.charAt(0) < ASCII) {
                firstCharacters[word.charAt(0)] = true;
                firstCharacters[Character.toUpperCase(word.charAt(0))] = true;
            }
        }
    }

    private static Set<String> normalised(final Collection<String> words) {
        return words.stream().map(word -> word.strip().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** The same words, but that these columns are taken as they stand. */
    public NullWords verbatim(final Set<String> columns) {
        final Set<String> others = new HashSet<>(words);
        others.removeAll(everywhere);
        return new NullWords(everywhere, others, columns);
    }

    boolean isVerbatim(final String column) {
        return verbatim.contains(column) || verbatim.contains(ALL);
    }

    public boolean contains(final char[] text, final int start, final int end) {
        if (start == end) {
            return true;
        }
        return end - start <= longest
                && (text[start] >= ASCII || firstCharacters[text[start]])
                && words.contains(new String(text, start, end - start).toLowerCase(Locale.ROOT));
    }

    /** Whether the word, which is one of these, is a value in a column of texts. */
    boolean isValueAmongTexts(final String word) {
        return !everywhere.contains(word.toLowerCase(Locale.ROOT));
    }
}
