/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.util.List;

/** Data as a request names it. */
public sealed interface DataSource {

    /** Data that the request brings along. */
    @SuppressWarnings("ArrayRecordComponent")
    record Inline(DataFormat format, byte[] content) implements DataSource {}

    /** @param path as the request writes it */
    record InFile(DataFormat format, String path) implements DataSource {}

    /** The output of a pipeline. */
    record Output(DatasetName name) implements DataSource {}

    /** A collection of a storage: a dataset that is kept in the store, or a table of a database. */
    record Collection(String storageId, String collection, QueryFilter filter) implements DataSource {}

    /**
     * The points that were observed of an ontology.
     *
     * @param metrics none for all of them
     */
    record Series(String ontologyId, List<String> metrics) implements DataSource {
        public Series {
            metrics = List.copyOf(metrics);
        }
    }
}
