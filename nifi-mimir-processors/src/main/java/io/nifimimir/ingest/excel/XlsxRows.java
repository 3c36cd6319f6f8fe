/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The rows of a sheet as a stream; rows without any cell are left out. */
final class XlsxRows implements Closeable {
    private final InputStream input;
    private final XMLStreamReader xml;
    private final XlsxCells cells;
    private int lastNumber;
    private long errorCells;

    /** @param number as Excel shows it, counted from 1 */
    record Row(int number, Object[] cells) {}

    XlsxRows(final InputStream input, final XlsxCells cells) throws XMLStreamException {
        this.input = input;
        this.cells = cells;
        xml = XlsxCells.openXml(input);
    }

    /** Regions of merged cells; they stand behind the rows in the file. */
    static List<CellRangeAddress> merges(final InputStream sheet) throws XMLStreamException {
        final List<CellRangeAddress> merges = new ArrayList<>();
        final XMLStreamReader xml = XlsxCells.openXml(sheet);
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("mergeCell")) {
                merges.add(CellRangeAddress.valueOf(xml.getAttributeValue(null, "ref")));
            }
        }
        return merges;
    }

    /** The next row, or null after the last. */
    Row next() throws IOException, XMLStreamException {
        while (xml.hasNext()) {
            final int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("row")) {
                final String number = xml.getAttributeValue(null, "r");
                lastNumber = number == null ? lastNumber + 1 : Integer.parseInt(number);
                final Object[] row = readRow();
                if (row.length > 0) {
                    return new Row(lastNumber, row);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("sheetData")) {
                return null;
            }
        }
        return null;
    }

    long errorCells() {
        return errorCells;
    }

    private Object[] readRow() throws IOException, XMLStreamException {
        Object[] row = new Object[0];
        int column = -1;
        while (xml.hasNext()) {
            final int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
                final String reference = xml.getAttributeValue(null, "r");
                column = reference == null ? column + 1 : new CellReference(reference).getCol();
                if (column >= DatasetConverter.MAX_COLUMNS || column < 0) {
                    throw new IngestException("Row %d: cell [%s] is beyond column %d"
                            .formatted(lastNumber, reference, DatasetConverter.MAX_COLUMNS));
                }
                row = column < row.length ? row : Arrays.copyOf(row, column + 1);
                row[column] = readCell();
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("row")) {
                return row;
            }
        }
        return row;
    }

    private Object readCell() throws XMLStreamException {
        final String type = xml.getAttributeValue(null, "t");
        final String style = xml.getAttributeValue(null, "s");
        final StringBuilder text = new StringBuilder();
        boolean inValue = false;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT ->
                    inValue =
                            xml.getLocalName().equals("v") || xml.getLocalName().equals("t");
                case XMLStreamConstants.CHARACTERS -> text.append(inValue ? xml.getText() : "");
                case XMLStreamConstants.END_ELEMENT -> {
                    inValue = false;
                    if (xml.getLocalName().equals("c")) {
                        return toValue(type, style, text.toString());
                    }
                }
                default -> {}
            }
        }
        return null;
    }

    private Object toValue(final String type, final String style, final String text) {
        if ("e".equals(type)) {
            errorCells++;
            return null;
        }
        return cells.value(type, style, text);
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (final XMLStreamException e) {
            throw new IOException("Sheet cannot be closed", e);
        } finally {
            input.close();
        }
    }
}
