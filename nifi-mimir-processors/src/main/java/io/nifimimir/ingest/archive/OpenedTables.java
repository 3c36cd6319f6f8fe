/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.SourceTables;

import java.util.Optional;

/**
 * Tables with what they were read as.
 *
 * @param sourceType of each table that does not say it for itself
 */
public record OpenedTables(SourceType sourceType, SourceTables tables) {

    SourceType sourceType(final int table) {
        final Optional<SourceType> own = tables.sourceType(table);
        return own.orElse(sourceType);
    }
}
