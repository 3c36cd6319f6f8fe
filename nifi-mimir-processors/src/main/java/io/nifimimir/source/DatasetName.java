/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.util.Locale;
import java.util.Objects;

/**
 * The name that a dataset is put aside under.
 *
 * @param source id of the pipeline or of the storage
 * @param name the pipeline's output key, or the storage's collection
 */
public record DatasetName(Origin origin, String source, String name) {
    public DatasetName {
        Objects.requireNonNull(origin, "Origin required");
        requireText(source, "id of the " + origin.wireName());
        requireText(name, origin == Origin.PIPELINE ? "output key" : "collection");
    }

    private static void requireText(final String text, final String what) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("The %s of a dataset is empty, expected a name".formatted(what));
        }
    }

    /** Such as {@code pipeline daily-news-scraper, scraped_articles}. */
    @Override
    public String toString() {
        return "%s %s, %s".formatted(origin.wireName(), source, name);
    }

    /** What puts datasets aside. */
    public enum Origin {
        PIPELINE,
        STORAGE;

        /** As the store and requests write it. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Origin ofWireName(final String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
