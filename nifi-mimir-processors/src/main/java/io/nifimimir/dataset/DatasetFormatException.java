/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.IOException;
import java.io.Serial;

/** Content that should be a dataset and is not; the message says where, what was found and what was expected. */
public class DatasetFormatException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DatasetFormatException(final String message) {
        super(message);
    }

    public DatasetFormatException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
