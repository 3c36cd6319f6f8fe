/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

/** A request that makes no sense; the message says what was found and what was expected. */
public final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RequestException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
