/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.TableReader;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of unpacked content: says how it was packed, and what was wrong with that, which its own reader may take for a fault of the disk. */
final class RecordedReader implements TableReader {
    private final TableReader reader;
    private final Map<String, Object> packing;

    private RecordedReader(final TableReader reader, final Map<String, Object> packing) {
        this.reader = reader;
        this.packing = packing;
    }

    /** @param packing by the names of {@code source_info} */
    static RecordedReader open(final ReaderOpening opening, final Map<String, Object> packing) throws IOException {
        try {
            return new RecordedReader(opening.open(), packing);
        } catch (final IOException e) {
            throw root(e);
        }
    }

    @Override
    public boolean next(final RowBuffer row) throws IOException {
        try {
            return reader.next(row);
        } catch (final IOException e) {
            throw root(e);
        }
    }

    /** The innermost error that speaks of the content, or the error itself. */
    private static IOException root(final IOException e) {
        IOException root = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof final IngestException fault) {
                root = fault;
            }
        }
        return root;
    }

    @Override
    public List<String> columns() {
        return reader.columns();
    }

    @Override
    public Map<String, Object> sourceInfo() {
        final Map<String, Object> info = new LinkedHashMap<>(reader.sourceInfo());
        info.putAll(packing);
        return info;
    }

    @Override
    public String place(final long position) {
        return reader.place(position);
    }

    @Override
    public boolean isTextTyped() {
        return reader.isTextTyped();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Opens the reader within. */
    @FunctionalInterface
    interface ReaderOpening {
        TableReader open() throws IOException;
    }
}
