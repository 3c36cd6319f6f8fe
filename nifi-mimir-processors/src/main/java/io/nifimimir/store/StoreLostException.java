/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;

/** The database file was deleted or replaced while it was open; what is written now would go with the process. */
public final class StoreLostException extends StoreUnwritableException {
    private static final long serialVersionUID = 1L;

    StoreLostException(final String message, final IOException cause) {
        super(message, cause);
    }
}
