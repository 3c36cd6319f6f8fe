/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A form of a dataset on the wire. The header stands first and holds the profile of all rows, so the rows are encoded into a place of their own while they
 * are profiled, and put behind the header in the end.
 */
public interface DatasetEncoding {

    String mimeType();

    /**
     * Begins to encode rows.
     *
     * @param columns the columns as far as they are known; a list that may grow while rows are written, where {@link #takesLateColumns}
     */
    RowEncoder encodeRows(OutputStream output, List<ColumnForm> columns) throws IOException;

    /** Whether rows may bring columns that were not known when the encoding began. */
    boolean takesLateColumns();

    /** Whether rows encoded in the one form can be read in the other. */
    boolean isCompatible(ColumnForm encoded, ColumnForm settled);

    /**
     * Puts the header before the rows.
     *
     * @param rows what {@link #encodeRows} wrote
     */
    void assemble(DatasetHeader header, List<ColumnForm> columns, InputStream rows, OutputStream output)
            throws IOException;
}
