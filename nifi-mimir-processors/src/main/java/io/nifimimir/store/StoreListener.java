/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

/** Told of what the store does by itself, for people to know. */
public interface StoreListener {

    /** As it should be. */
    void info(String message);

    /** Something to look at. */
    void warn(String message, Throwable cause);
}
