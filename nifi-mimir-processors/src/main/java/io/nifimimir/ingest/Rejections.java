/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.IOException;

/** Takes what cannot be part of the dataset: rows of another shape, and cells of another type. */
public interface Rejections {

    /**
     * Takes a row.
     *
     * @param place where the row stands, such as {@code line 17}
     * @param reason what was found and what was expected
     * @param content the row as it was read
     */
    void row(String place, String reason, String content) throws IOException;

    /**
     * Takes the value of a cell that became null; the rest of its row is part of the dataset.
     *
     * @param place where the cell's row stands
     */
    void cell(String place, String column, String value, String reason) throws IOException;

    /** Forgets all that was taken, because the source is read again from its beginning. */
    void restart() throws IOException;
}
