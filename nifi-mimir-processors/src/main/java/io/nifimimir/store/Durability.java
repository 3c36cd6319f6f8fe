/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.util.Locale;

/** What a commit is worth when the power goes. */
public enum Durability {
    /** A commit is on the disk when it returns. */
    FULL(2),

    /** A commit is on the disk with the next checkpoint: faster, and the last minutes may be lost, though the file stays whole. */
    BALANCED(1);

    private final int synchronous;

    Durability(final int synchronous) {
        this.synchronous = synchronous;
    }

    /** As SQLite numbers it in {@code PRAGMA synchronous}. */
    int synchronous() {
        return synchronous;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
