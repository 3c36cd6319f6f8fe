/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import java.text.Normalizer;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of months, long and short, in the languages that reports come in. A name that means different months in two of them is no name. */
final class MonthNames {
    private static final List<String> LANGUAGES = List.of(
            "en", "fr", "es", "pt", "de", "it", "nl", "ru", "uk", "pl", "tr", "ar", "fa", "ps", "id", "sw", "ro", "ku");
    private static final List<TextStyle> STYLES =
            List.of(TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT, TextStyle.SHORT_STANDALONE);
    private static final int MIN_LENGTH = 3;
    private static final Map<String, Month> MONTHS = collect();

    private MonthNames() {}

    /** The month of that name, upper and lower case alike, with or without a full stop and accents; null where it is none. */
    static Month find(final String name) {
        return MONTHS.get(fold(name));
    }

    private static Map<String, Month> collect() {
        final Map<String, Month> months = new HashMap<>();
        final Set<String> contradictory = new HashSet<>();
        for (final String language : LANGUAGES) {
            for (final TextStyle style : STYLES) {
                for (final Month month : Month.values()) {
                    final String name = fold(month.getDisplayName(style, Locale.forLanguageTag(language)));
                    final boolean isName =
                            name.length() >= MIN_LENGTH && name.chars().noneMatch(Character::isDigit);
                    if (isName && months.merge(name, month, (known, added) -> known) != month) {
                        contradictory.add(name);
                    }
                }
            }
        }
        months.keySet().removeAll(contradictory);
        // English, which the locale data shortens to Sep
        months.put("sept", Month.SEPTEMBER);
        return Map.copyOf(months);
    }

    /** Small letters without accents and full stops. */
    static String fold(final String name) {
        final String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return plain.replace(".", "").strip().toLowerCase(Locale.ROOT);
    }
}
