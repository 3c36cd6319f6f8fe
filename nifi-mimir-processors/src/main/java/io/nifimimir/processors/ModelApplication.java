/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** A table that a model was applied to, ready to be written. */
interface ModelApplication {
    /** Rows that are predicted at once: enough for the calls to cost nothing, few enough for wide rows to fit. */
    static int batchRows(final int columns) {
        final int mostRows = 4_096;
        final int mostCells = 1 << 19;
        return Math.clamp(mostCells / Math.max(1, columns), 1, mostRows);
    }

    /** Rows that were predicted. */
    long rows();

    /** Attributes that the content calls for, the media type among them. */
    Map<String, String> attributes();

    void writeTo(OutputStream output) throws IOException;
}
