/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

/** The database file may be read and no longer written, since its disk or its rights have changed while it was open. */
public final class StoreReadOnlyException extends StoreUnwritableException {
    private static final long serialVersionUID = 1L;

    StoreReadOnlyException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
