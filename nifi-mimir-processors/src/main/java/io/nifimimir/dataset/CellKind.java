/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

/** What a cell of a {@link RowBuffer} holds. */
public enum CellKind {
    NULL,
    /** Text as it stands in the source. */
    TEXT,
    /** A number, its digits as text in the grammar of JSON, so that none is lost. */
    NUMBER,
    BOOLEAN,
    /** A day without a time. */
    DATE,
    /** A day and a time without an offset. */
    DATETIME,
    /** A day and a time with an offset from UTC. */
    OFFSET_DATETIME;

    public boolean isTemporal() {
        return this == DATE || this == DATETIME || this == OFFSET_DATETIME;
    }
}
