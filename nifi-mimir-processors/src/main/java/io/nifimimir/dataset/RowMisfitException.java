/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.Serial;

/** A row that does not fit the header, where the rows behind it can be read all the same. */
public final class RowMisfitException extends DatasetFormatException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long rowNumber;

    /** @param rowNumber counted from 1 */
    RowMisfitException(final long rowNumber, final DatasetFormatException cause) {
        super(cause.getMessage(), cause);
        this.rowNumber = rowNumber;
    }

    /** Counted from 1. */
    public long rowNumber() {
        return rowNumber;
    }
}
