/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import java.util.Locale;
import java.util.Map;

/** Words for yes and no. Digits are not among them: a column of 0 and 1 is numeric. */
final class BooleanWords {
    private static final int MAX_LENGTH = 9;

    private static final Map<String, Boolean> WORDS = Map.ofEntries(
            Map.entry("true", true),
            Map.entry("false", false),
            Map.entry("yes", true),
            Map.entry("no", false),
            Map.entry("on", true),
            Map.entry("off", false),
            Map.entry("ja", true),
            Map.entry("nein", false),
            Map.entry("oui", true),
            Map.entry("non", false),
            Map.entry("s\u00ed", true),
            Map.entry("si", true),
            Map.entry("vrai", true),
            Map.entry("faux", false),
            Map.entry("wahr", true),
            Map.entry("falsch", false),
            Map.entry("verdadero", true),
            Map.entry("falso", false),
            Map.entry("sim", true),
            Map.entry("n\u00e3o", false),
            Map.entry("evet", true),
            Map.entry("hay\u0131r", false),
            Map.entry("ndiyo", true),
            Map.entry("hapana", false),
            Map.entry("\u0628\u0644\u0647", true),
            Map.entry("\u0628\u0644\u06cc", true),
            Map.entry("\u062e\u06cc\u0631", false),
            Map.entry("\u0646\u0647", false),
            Map.entry("\u0434\u0430", true),
            Map.entry("\u043d\u0435\u0442", false),
            Map.entry("\u043d\u0456", false),
            Map.entry("\u0442\u0430\u043a", true),
            Map.entry("\u0646\u0639\u0645", true),
            Map.entry("\u0644\u0627", false));

    private BooleanWords() {}

    /** Null where the text is no such word. */
    static Boolean parse(final char[] text, final int start, final int end) {
        if (is("true", text, start, end)) {
            return Boolean.TRUE;
        }
        if (is("false", text, start, end)) {
            return Boolean.FALSE;
        }
        final boolean canBeWord = end - start <= MAX_LENGTH && end > start && !Character.isDigit(text[start]);
        return canBeWord ? WORDS.get(new String(text, start, end - start).toLowerCase(Locale.ROOT)) : null;
    }

    /** Tells the two most usual words without making a string. */
    private static boolean is(final String word, final char[] text, final int start, final int end) {
        if (end - start != word.length()) {
            return false;
        }
        for (int index = 0; index < word.length(); index++) {
            if (text[start + index] != word.charAt(index)) {
                return false;
            }
        }
        return true;
    }
}
