/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;

/** What the store throws on a bad day. */
public final class StoreFaults {
    private StoreFaults() {}

    public static StoreFullException full() {
        return new StoreFullException("No room", null);
    }

    public static StoreReadOnlyException readOnly() {
        return new StoreReadOnlyException("Nobody may write", null);
    }

    public static StoreLostException lost() {
        return new StoreLostException("The file is gone", new IOException("gone"));
    }
}
