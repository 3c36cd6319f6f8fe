/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.util.Locale;
import java.util.Map;

/** Words for yes and no. Digits are not among them: a column of 0 and 1 is numeric. */
final class BooleanWords {
    private static final int MAX_LENGTH = 5;

    private static final Map<String, Boolean> WORDS = Map.ofEntries(
            Map.entry("true", true),
            Map.entry("false", false),
            Map.entry("yes", true),
            Map.entry("no", false),
            Map.entry("ja", true),
            Map.entry("nein", false),
            Map.entry("oui", true),
            Map.entry("non", false),
            Map.entry("s\u00ed", true),
            Map.entry("si", true),
            Map.entry("vrai", true),
            Map.entry("faux", false),
            Map.entry("wahr", true),
            Map.entry("\u0434\u0430", true),
            Map.entry("\u043d\u0435\u0442", false),
            Map.entry("\u043d\u0456", false),
            Map.entry("\u0442\u0430\u043a", true),
            Map.entry("\u0646\u0639\u0645", true),
            Map.entry("\u0644\u0627", false));

    private BooleanWords() {}

    /** Null where the text is no such word. */
    static Boolean parse(final String text) {
        return text.length() > MAX_LENGTH ? null : WORDS.get(text.toLowerCase(Locale.ROOT));
    }
}
