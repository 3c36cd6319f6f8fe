/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.training.Sentences;

import java.io.IOException;
import java.io.Serial;

/** A table that does not fit into the memory that training may use; the message names the rows read and the limit. */
public class TrainingLimitException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long rowsRead;
    private final long limitBytes;

    public TrainingLimitException(final long rowsRead, final long limitBytes) {
        super(Sentences.of(
                "The table needs more than the %,d bytes of memory that training may use: the limit was reached after %,d rows",
                limitBytes, rowsRead));
        this.rowsRead = rowsRead;
        this.limitBytes = limitBytes;
    }

    public long rowsRead() {
        return rowsRead;
    }

    public long limitBytes() {
        return limitBytes;
    }
}
