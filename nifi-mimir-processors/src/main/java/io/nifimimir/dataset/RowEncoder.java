/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.Closeable;
import java.io.IOException;

/** Encodes rows while the header that will stand before them is not known yet. */
public interface RowEncoder extends Closeable {

    /**
     * Encodes the row; the buffer is the caller's again afterwards.
     *
     * @return false where a cell does not fit the form of its column; what was encoded is of no use then
     */
    boolean write(RowBuffer row) throws IOException;

    /** Ends the rows. The stream beneath is flushed and left open: it is the caller's. */
    @Override
    void close() throws IOException;
}
