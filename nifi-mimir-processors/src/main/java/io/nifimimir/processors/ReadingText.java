/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.ingest.AmbiguousContentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ways to read an ambiguous content as attributes that a person can compare. */
final class ReadingText {
    private static final int MAX_CELL = 80;
    private static final int MAX_CELLS = 20;

    private ReadingText() {}

    /** One attribute for each reading, the likeliest first, numbered from 1. */
    static Map<String, String> attributes(final AmbiguousContentException ambiguity) {
        final Map<String, String> attributes = new HashMap<>();
        final List<AmbiguousContentException.Reading> readings = ambiguity.readings();
        for (int index = 0; index < readings.size(); index++) {
            attributes.put(MimirAttributes.READING_PREFIX + (index + 1), describe(readings.get(index)));
        }
        return attributes;
    }

    private static String describe(final AmbiguousContentException.Reading reading) {
        final StringBuilder text = new StringBuilder();
        text.append(reading.description())
                .append(" (settled by: ")
                .append(reading.settledBy())
                .append(')');
        for (final List<String> row : reading.rows()) {
            text.append('\n');
            for (int index = 0; index < Math.min(row.size(), MAX_CELLS); index++) {
                text.append(index == 0 ? "" : " | ").append(shorten(row.get(index)));
            }
            text.append(row.size() > MAX_CELLS ? " | ..." : "");
        }
        return text.toString();
    }

    private static String shorten(final String cell) {
        final String line = cell.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_CELL ? line : line.substring(0, MAX_CELL) + "...";
    }
}
