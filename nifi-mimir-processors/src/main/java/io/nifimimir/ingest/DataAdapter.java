/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.SourceType;

import java.io.IOException;

/** Reads one kind of source as a table. Adapters hold no state: one serves all threads. */
public interface DataAdapter {

    SourceType sourceType();

    /** How sure the adapter is, by the first bytes, the file name and the MIME type, that it can read the content. */
    Confidence recognise(ContentSource source);

    /**
     * Opens the content as a table.
     *
     * @param rejections is told of rows that cannot be part of the table; reading goes on behind them
     * @throws IngestException where the content is not what the adapter reads; the reader throws it too, further on
     */
    TableReader open(ContentSource source, IngestOptions options, RejectedRows rejections) throws IOException;

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
