/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.nifimimir.dataset.RowBuffer;

/** Puts the fields of a record into a row as characters, without making strings of them. */
final class RowRecordHandler extends CsvCallbackHandler<RowRecord> {
    private RowBuffer row = new RowBuffer();
    private RecordType type = RecordType.DATA;
    private long line = 1;

    /** The row that the next record goes into. */
    void fill(final RowBuffer target) {
        row = target;
    }

    /** Where the record read last begins, counted from 1. */
    long line() {
        return line;
    }

    @Override
    protected void beginRecord(final long startingLineNumber) {
        line = startingLineNumber;
        type = RecordType.DATA;
        row.clear();
    }

    @Override
    protected void addField(final char[] characters, final int offset, final int length, final boolean quoted) {
        row.addText(characters, offset, length);
    }

    @Override
    protected void setComment(final char[] characters, final int offset, final int length) {
        type = RecordType.COMMENT;
    }

    @Override
    protected void setEmpty() {
        type = RecordType.EMPTY;
    }

    @Override
    protected RecordType getRecordType() {
        return type;
    }

    @Override
    protected int getFieldCount() {
        return row.size();
    }

    @Override
    protected RowRecord buildRecord() {
        return type == RecordType.DATA ? RowRecord.DATA : RowRecord.COMMENT;
    }
}
