/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.SourceType;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The tables that a source holds and that are wanted: one, or the sheets of a workbook. */
public interface SourceTables extends Closeable {

    /** Names of the tables by which a person knows them; the one table of a source without names has an empty one. */
    List<String> names();

    /** What the table is read as, where the tables are not all of one kind, as the files of an archive. */
    default Optional<SourceType> sourceType(final int table) {
        return Optional.empty();
    }

    /**
     * Reads a table from its first row; it can be read as often as it takes.
     *
     * @param table index of its name
     * @param rejections is told of rows that cannot be part of the table; reading goes on behind them
     * @throws IngestException where the content is not what it seemed to be; the reader throws it too, further on
     */
    TableReader read(int table, Rejections rejections) throws IOException;
}
