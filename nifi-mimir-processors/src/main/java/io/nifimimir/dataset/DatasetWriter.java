/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.Closeable;
import java.io.IOException;

/** Writes a dataset as a stream: the header when it is made, then row by row. */
public interface DatasetWriter extends Closeable {

    /** Writes one cell for each column, of the Java type that {@link DataType} names, or null. */
    void write(Object[] row) throws IOException;

    /** Ends the encoding. The stream beneath is flushed and left open: it is the caller's. */
    @Override
    void close() throws IOException;
}
