/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** A language that reports for people are written in. Names and texts of data stay as they are. */
enum ReportLanguage {
    ENGLISH("en", ""),
    FRENCH("fr", "_fr"),
    ARABIC("ar", "_ar"),
    UKRAINIAN("uk", "_uk");

    private static final String BUNDLE = "io.nifimimir.dashboard.report.situation";

    private final Locale locale;

    private final ResourceBundle words;

    /** Each bundle is named in full: the language of the machine has no say in this. */
    ReportLanguage(final String tag, final String suffix) {
        this.locale = Locale.forLanguageTag(tag);
        this.words = ResourceBundle.getBundle(BUNDLE + suffix, Locale.ROOT, ReportLanguage.class.getClassLoader());
    }

    /**
     * @param tag such as {@code fr}; empty for English
     * @throws RequestException where there is no report in that language
     */
    static ReportLanguage ofTag(final String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(tag.isEmpty() ? "en" : tag))
                .findFirst()
                .orElseThrow(() -> new RequestException(
                        "There is no report in the language [%s], but in %s"
                                .formatted(
                                        tag,
                                        Arrays.stream(values())
                                                .map(ReportLanguage::tag)
                                                .collect(Collectors.joining(", "))),
                        null));
    }

    String tag() {
        return locale.toLanguageTag();
    }

    Locale locale() {
        return locale;
    }

    /** A text, its place {@code {0}} filled. */
    String say(final String key, final Object argument) {
        return say(key).replace("{0}", String.valueOf(argument));
    }

    String say(final String key) {
        return words.getString(key);
    }

    ResourceBundle words() {
        return words;
    }
}
