/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

/** Runs work in one transaction of the store. */
public interface Transactions {

    /**
     * Runs work in one write transaction. Repository calls made by it on the same thread join it; an exception rolls all of it back.
     *
     * @throws java.io.UncheckedIOException where the storage fails
     */
    <T> T inTransaction(Work<T> work);

    /** Work that may fail in ways of its own. */
    @FunctionalInterface
    interface Work<T> {
        T run();
    }
}
