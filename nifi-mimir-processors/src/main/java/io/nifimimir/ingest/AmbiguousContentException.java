/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.util.List;

/** The content can be read in several ways that are about equally likely and give different datasets: it is not guessed which one is meant. */
public final class AmbiguousContentException extends IngestException {
    private static final long serialVersionUID = 1L;

    /** Made for each throw and read by its catcher alone: exceptions of this bundle are never serialised. */
    private final transient List<Reading> readings;

    /**
     * A way to read the content.
     *
     * @param description what is assumed
     * @param settledBy what a person sets to have it read so
     * @param rows the first rows under it, the names of the columns first
     */
    public record Reading(String description, String settledBy, List<List<String>> rows) {}

    /** @param readings the likeliest first, two or more */
    public AmbiguousContentException(final String message, final List<Reading> readings) {
        super(message);
        this.readings = List.copyOf(readings);
    }

    @Override
    AmbiguousContentException named(final String table) {
        return new AmbiguousContentException("[%s]: %s".formatted(table, getMessage()), readings);
    }

    public List<Reading> readings() {
        return readings;
    }
}
