/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.io.Serial;

/** The store cannot be opened or used; the message says what was attempted. */
public class StoreException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    public StoreException(final String message) {
        super(message);
    }

    public StoreException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
