/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.SourceType;

import java.io.IOException;

/** Reads one kind of source as tables. Adapters hold no state: one serves all threads. */
public interface DataAdapter {

    SourceType sourceType();

    /** How sure the adapter is, by the first bytes, the file name and the MIME type, that it can read the content. */
    Confidence recognise(ContentSource source);

    /**
     * Opens the content.
     *
     * @throws IngestException where the content is not what the adapter reads
     */
    SourceTables open(ContentSource source, IngestOptions options) throws IOException;

    /** In rising order; the content's own bytes outweigh its name. */
    enum Confidence {
        NONE,
        /** Nothing speaks against it. */
        POSSIBLE,
        /** The file name or MIME type says so. */
        NAMED,
        /** The bytes say so. */
        CERTAIN
    }
}
