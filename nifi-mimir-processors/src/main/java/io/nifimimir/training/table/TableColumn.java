/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;

/** A column of a {@link TrainingTable}, held in few bytes a cell. */
public sealed interface TableColumn permits NumberColumn, TextColumn {

    String name();

    DataType type();

    int size();

    boolean isNull(int row);

    /** The cell as a person writes it; null for a missing one. */
    String label(int row);

    void add(Object cell);

    /** Lets go of what is needed to add cells only. To be called when the last one was added. */
    void finish();

    /** Forgets all rows but these. @param rows ascending */
    void retain(int[] rows);

    /** Memory held, in bytes. */
    long bytes();
}
