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
    ENGLISH("en", "", false),
    FRENCH("fr", "_fr", false),
    ARABIC("ar", "_ar", true),
    UKRAINIAN("uk", "_uk", false);

    private static final String BUNDLE = "io.nifimimir.dashboard.report.situation";

    private final String tag;

    private final boolean rightToLeft;

    private final ResourceBundle words;

    /** Each bundle is named in full: the language of the machine has no say in this. */
    ReportLanguage(final String tag, final String suffix, final boolean rightToLeft) {
        this.tag = tag;
        this.rightToLeft = rightToLeft;
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
        return tag;
    }

    boolean isRightToLeft() {
        return rightToLeft;
    }

    /** A text, its place {@code {0}} filled; between marks that keep the order of what is filled in, where the text runs the other way. */
    String say(final String key, final Object argument) {
        return say(key).replace("{0}", rightToLeft ? "\u2068%s\u2069".formatted(argument) : String.valueOf(argument));
    }

    String say(final String key) {
        return words.getString(key);
    }

    ResourceBundle words() {
        return words;
    }
}
