/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.Closeable;
import java.io.IOException;

/** Reads a dataset as a stream: the header at once, then row by row. Not safe for use by several threads. */
public interface DatasetReader extends Closeable {

    DatasetHeader header();

    /**
     * The next row: one cell for each column, in the order of the columns, of the Java type that {@link DataType} names, or null.
     *
     * @return a new array that the caller may keep, or null after the last row
     * @throws DatasetFormatException where a row does not fit the header
     */
    Object[] next() throws IOException;
}
