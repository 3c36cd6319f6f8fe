/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

/** The disk has too little room for new data. What is stored stays, and new data is taken as soon as there is room again: try later. */
public final class StoreFullException extends StoreUnwritableException {
    private static final long serialVersionUID = 1L;

    StoreFullException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
