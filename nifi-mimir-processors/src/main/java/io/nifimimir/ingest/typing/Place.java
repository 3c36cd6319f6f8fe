/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

/** Tells where a row stands, as a person would look for it, such as {@code line 17}. */
@FunctionalInterface
public interface Place {
    /** @param position of the row, as {@link io.nifimimir.dataset.RowBuffer#position} gives it */
    String place(long position);
}
