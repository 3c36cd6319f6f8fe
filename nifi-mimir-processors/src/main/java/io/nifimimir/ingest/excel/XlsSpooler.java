/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;
import org.apache.poi.hssf.eventusermodel.FormatTrackingHSSFListener;
import org.apache.poi.hssf.eventusermodel.HSSFListener;
import org.apache.poi.hssf.record.BOFRecord;
import org.apache.poi.hssf.record.BoolErrRecord;
import org.apache.poi.hssf.record.BoundSheetRecord;
import org.apache.poi.hssf.record.CellValueRecordInterface;
import org.apache.poi.hssf.record.ColumnInfoRecord;
import org.apache.poi.hssf.record.DateWindow1904Record;
import org.apache.poi.hssf.record.EOFRecord;
import org.apache.poi.hssf.record.FormulaRecord;
import org.apache.poi.hssf.record.LabelRecord;
import org.apache.poi.hssf.record.LabelSSTRecord;
import org.apache.poi.hssf.record.MergeCellsRecord;
import org.apache.poi.hssf.record.NumberRecord;
import org.apache.poi.hssf.record.Record;
import org.apache.poi.hssf.record.RowRecord;
import org.apache.poi.hssf.record.SSTRecord;
import org.apache.poi.hssf.record.StringRecord;
import org.apache.poi.ss.usermodel.DateUtil;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Takes the records of an Excel 97 workbook as POI pushes them, and spools the rows of each sheet, to be pulled from there. */
final class XlsSpooler implements HSSFListener {
    private final FileChannel file;
    private final DataOutputStream output;
    private final FormatTrackingHSSFListener formats = new FormatTrackingHSSFListener(this);
    private final List<BoundSheetRecord> names = new ArrayList<>();
    private final List<XlsSheet> sheets = new ArrayList<>();
    private final XlsRow row = new XlsRow();
    private final BitSet hiddenRows = new BitSet();
    private XlsSheet sheet;
    private SSTRecord sharedStrings;
    private FormulaRecord awaited;
    private boolean date1904;
    private int depth;

    XlsSpooler(final FileChannel file) {
        this.file = file;
        output = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)));
    }

    /** Takes the records, and passes them on to this one. */
    HSSFListener listener() {
        return formats;
    }

    boolean date1904() {
        return date1904;
    }

    /** Names in the order in which the sheets stand in the file. */
    List<BoundSheetRecord> names() {
        return List.of(BoundSheetRecord.orderByBofPosition(names));
    }

    List<XlsSheet> sheets() {
        return sheets;
    }

    @Override
    public void processRecord(final Record record) {
        try {
            process(record);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void process(final Record record) throws IOException {
        switch (record) {
            case BOFRecord begin -> begin(begin);
            case BoundSheetRecord name -> names.add(name);
            case SSTRecord strings -> sharedStrings = strings;
            case DateWindow1904Record window -> date1904 = window.getWindowing() == 1;
            default -> {
                if (record instanceof EOFRecord) {
                    end();
                }
                // A chart within a sheet has records of its own
                if (depth == 1 && sheet != null) {
                    processOfSheet(record);
                }
            }
        }
    }

    private void processOfSheet(final Record record) throws IOException {
        switch (record) {
            case RowRecord info -> hiddenRows.set(info.getRowNumber(), info.getZeroHeight());
            case ColumnInfoRecord info -> {
                if (info.getHidden()) {
                    sheet.hiddenColumns().add(XlsxRows.columns(info.getFirstColumn(), info.getLastColumn()));
                }
            }
            case MergeCellsRecord merges -> {
                for (int index = 0; index < merges.getNumAreas(); index++) {
                    sheet.merges().add(merges.getAreaAt(index));
                }
            }
            case LabelSSTRecord label -> put(label, sharedString(label));
            case LabelRecord label -> put(label, label.getValue());
            case NumberRecord number -> put(number, number(number, number.getValue()));
            case BoolErrRecord value ->
                put(
                        value,
                        value.isBoolean()
                                ? (Object) value.getBooleanValue()
                                : new SpooledRow.ErrorCode(value.getErrorValue()));
            case FormulaRecord formula -> {
                put(formula, result(formula));
                awaited = formula.hasCachedResultString() ? formula : null;
            }
            case StringRecord text -> {
                if (awaited != null) {
                    put(awaited, text.getString());
                    awaited = null;
                }
            }
            default -> {}
        }
    }

    private void begin(final BOFRecord begin) throws IOException {
        depth++;
        if (depth == 1 && begin.getType() != BOFRecord.TYPE_WORKBOOK) {
            output.flush();
            sheet = new XlsSheet(file.position(), new ArrayList<>(), new ArrayList<>());
            sheets.add(sheet);
            row.clear(0);
            hiddenRows.clear();
        }
    }

    private void end() throws IOException {
        depth--;
        if (depth == 0 && sheet != null) {
            writeRow();
            SpooledRow.writeEnd(output);
            output.flush();
            sheet = null;
        }
    }

    private String sharedString(final LabelSSTRecord label) throws IngestException {
        final int count = sharedStrings == null ? 0 : sharedStrings.getNumUniqueStrings();
        if (label.getSSTIndex() < 0 || label.getSSTIndex() >= count) {
            throw new IngestException("Row %d: a cell refers to the shared string %d, and the workbook has %d"
                    .formatted(label.getRow() + 1, label.getSSTIndex(), count));
        }
        return sharedStrings.getString(label.getSSTIndex()).getString();
    }

    private Object number(final CellValueRecordInterface cell, final double value) {
        final int format = formats.getFormatIndex(cell);
        final String pattern = format < 0 ? null : formats.getFormatString(format);
        return pattern != null && DateUtil.isADateFormat(format, pattern)
                ? new SpooledRow.DateNumber(value)
                : (Object) value;
    }

    private Object result(final FormulaRecord formula) {
        return switch (formula.getCachedResultTypeEnum()) {
            case NUMERIC -> number(formula, formula.getValue());
            case BOOLEAN -> formula.getCachedBooleanValue();
            case ERROR -> new SpooledRow.ErrorCode(formula.getCachedErrorValue());
            // A text follows in a record of its own
            case STRING, BLANK, FORMULA, _NONE -> null;
        };
    }

    private void put(final CellValueRecordInterface cell, final Object value) throws IOException {
        final int number = cell.getRow() + 1;
        if (number < row.number()) {
            throw new IngestException(
                    "Row %d stands behind row %d: expected rising rows".formatted(number, row.number()));
        }
        if (number > row.number()) {
            writeRow();
            row.clear(number);
        }
        row.put(cell.getColumn(), value);
    }

    private void writeRow() throws IOException {
        if (row.size() > 0) {
            SpooledRow.write(output, row.number(), hiddenRows.get(row.number() - 1), row.cells(), row.size());
        }
    }
}
