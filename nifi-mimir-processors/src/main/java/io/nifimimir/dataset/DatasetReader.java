/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Reads a dataset as a stream: the header at once, then row by row. Not safe for use by several threads. */
public interface DatasetReader extends Closeable {

    DatasetHeader header();

    /** The encoding that is read. */
    DatasetEncoding encoding();

    /** What it takes to write the rows again in the encoding that is read, without loss: one form for each column. */
    List<ColumnForm> forms();

    /**
     * The next row: one cell for each column, in the order of the columns, of the Java type that {@link DataType} names, or null.
     *
     * @return a new array that the caller may keep, or null after the last row
     * @throws RowMisfitException where a row does not fit the header, and the next call gives the row behind it
     * @throws DatasetFormatException where the rows behind cannot be read either
     */
    Object[] next() throws IOException;
}
