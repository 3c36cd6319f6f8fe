/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The store takes nothing for now, for a reason outside of it. What is stored stays; what is to be stored is to be tried again later. */
public abstract sealed class StoreUnwritableException extends UncheckedIOException
        permits StoreFullException, StoreLostException, StoreReadOnlyException {
    private static final long serialVersionUID = 1L;

    StoreUnwritableException(final String message, final Throwable cause) {
        super(message, new IOException(message, cause));
    }
}
