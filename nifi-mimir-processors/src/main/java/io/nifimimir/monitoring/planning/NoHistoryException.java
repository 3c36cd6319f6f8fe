/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

/** There is nothing stored that a rule could be replayed on. */
public final class NoHistoryException extends RuntimeException {
    NoHistoryException(final String message) {
        super(message);
    }
}
