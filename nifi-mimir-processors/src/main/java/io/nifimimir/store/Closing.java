/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

/** Closes what a failure has left open, without hiding the failure. */
final class Closing {
    private Closing() {}

    static void after(final Exception cause, final AutoCloseable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (final Exception e) {
                cause.addSuppressed(e);
            }
        }
    }
}
