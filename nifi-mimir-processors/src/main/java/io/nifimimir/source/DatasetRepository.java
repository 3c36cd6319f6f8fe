/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Datasets that are kept under a name. Content comes in chunks, each one transaction; a version is seen when all of it is there. Each write
 * changes nothing when it is repeated. Errors of the storage are thrown as {@link java.io.UncheckedIOException}.
 */
public interface DatasetRepository {

    /** Begins to take a dataset, or goes on with one of the same key and name. */
    Progress begin(Draft draft, Instant now);

    /**
     * Takes the next chunk of a dataset; one that is there already stays as it is.
     *
     * @param sequence counts from 0
     */
    void append(Draft draft, long sequence, byte[] content);

    /**
     * Makes what has come the newest version of its name.
     *
     * @param versionsToKeep newest versions that are kept, from 1 on; older ones are deleted
     */
    StoredDataset complete(Draft draft, int versionsToKeep, Instant now);

    /** The newest version. */
    Optional<StoredDataset> find(DatasetName name);

    /** All that is complete, by name, the newest version first. */
    List<StoredDataset> list();

    /** The content as it came. Reading it fails where the version was deleted or damaged meanwhile. */
    InputStream read(StoredDataset dataset);

    /**
     * A dataset on its way into the store.
     *
     * @param key names it; the same for a repetition
     */
    record Draft(String key, DatasetName name, long rows, int columns, long bytes, String sha256) {}

    /**
     * How far a dataset has come.
     *
     * @param chunks that are stored
     * @param stored present where it is complete
     */
    record Progress(long chunks, Optional<StoredDataset> stored) {}
}
