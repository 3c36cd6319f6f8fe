/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tables of unpacked content, which say how it was packed.
 *
 * @param packing by the names of {@code source_info}
 */
record RecordedTables(SourceTables tables, Map<String, Object> packing) implements SourceTables {
    @Override
    public List<String> names() {
        return tables.names();
    }

    @Override
    public Optional<SourceType> sourceType(final int table) {
        return tables.sourceType(table);
    }

    @Override
    public TableReader read(final int table, final Rejections rejections) throws IOException {
        return RecordedReader.open(() -> tables.read(table, rejections), packing);
    }

    @Override
    public void close() throws IOException {
        tables.close();
    }
}
