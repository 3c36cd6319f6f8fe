/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.DatasetConverter;

/**
 * Puts the fields of a record into a row as characters, without making strings of them. Blank fields behind the last column come from delimiters at the end of a
 * line and are left out, and so is what is beyond all that a table can have: a line of nothing but delimiters would fill the memory.
 */
final class RowRecordHandler extends CsvCallbackHandler<RowRecord> {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final char quote;
    private RowBuffer row = new RowBuffer();
    private int width = Integer.MAX_VALUE;
    private int blanks;
    private RecordType type = RecordType.DATA;
    private long line = 1;

    RowRecordHandler(final char quote) {
        this.quote = quote;
    }

    /** From now on, the table has so many columns. */
    void setWidth(final int columns) {
        width = columns;
    }

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
        blanks = 0;
        row.clear();
    }

    @Override
    protected void addField(final char[] characters, final int offset, final int length, final boolean quoted) {
        if (row.size() >= width && isBlank(characters, offset, length)) {
            blanks++;
            return;
        }
        for (; blanks > 0 && row.size() <= DatasetConverter.MAX_COLUMNS; blanks--) {
            row.addText("");
        }
        if (row.size() == 0 && length > 0 && characters[offset] == BYTE_ORDER_MARK) {
            addMarked(characters, offset + 1, length - 1);
        } else if (row.size() <= DatasetConverter.MAX_COLUMNS) {
            row.addText(characters, offset, length);
        }
    }

    /** Files put behind one another have a byte order mark between them, which also hides the quotes of the first field. */
    private void addMarked(final char[] characters, final int offset, final int length) {
        final boolean isQuoted = length > 1 && characters[offset] == quote && characters[offset + length - 1] == quote;
        row.addText(characters, isQuoted ? offset + 1 : offset, isQuoted ? length - 2 : length);
    }

    private static boolean isBlank(final char[] characters, final int offset, final int length) {
        for (int index = offset; index < offset + length; index++) {
            if (!Character.isWhitespace(characters[index])) {
                return false;
            }
        }
        return true;
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
