/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

/**
 * That a record was read; its fields stand in the row that the handler fills.
 *
 * @param isComment whether it is a comment or an empty line
 */
record RowRecord(boolean isComment) {
    static final RowRecord DATA = new RowRecord(false);
    static final RowRecord COMMENT = new RowRecord(true);
}
