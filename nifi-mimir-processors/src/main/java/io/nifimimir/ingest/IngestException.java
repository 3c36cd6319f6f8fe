/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.IOException;
import java.io.Serial;

/** Content that cannot be read as a table; the message says where, what was found and what was expected. */
public class IngestException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    public IngestException(final String message) {
        super(message);
    }

    public IngestException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
