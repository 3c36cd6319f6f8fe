/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** The rows of a sheet in the XLSX format. */
final class XlsxRows implements SheetRows {
    private final String sheet;
    private final XmlPart xml;
    private final XlsxCells cells;
    private final Map<String, Long> errors = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int lastNumber;

    /**
     * @param sheet its name, for errors
     * @param input is closed with the rows, and where this constructor fails
     */
    XlsxRows(final String sheet, final InputStream input, final XlsxCells cells)
            throws IOException, XMLStreamException {
        this.sheet = sheet;
        this.cells = cells;
        xml = new XmlPart(input);
    }

    /** Reads what stands around the rows in the file. */
    static SheetLayout layout(final InputStream sheet) throws IOException, XMLStreamException {
        final List<CellRangeAddress> merges = new ArrayList<>();
        final List<String> hidden = new ArrayList<>();
        try (XmlPart xml = new XmlPart(new SheetMargins(sheet))) {
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (xml.name()) {
                    case "mergeCell" -> merges.add(CellRangeAddress.valueOf(xml.attribute("ref")));
                    case "col" -> {
                        if (xml.isTrue("hidden")) {
                            hidden.add(columns(
                                    Integer.parseInt(xml.attribute("min")) - 1,
                                    Integer.parseInt(xml.attribute("max")) - 1));
                        }
                    }
                    default -> {}
                }
            }
        }
        return SheetLayout.of(merges, hidden);
    }

    /** Such as {@code C} or {@code C:E}. */
    static String columns(final int first, final int last) {
        final String begin = CellReference.convertNumToColString(first);
        return first == last ? begin : "%s:%s".formatted(begin, CellReference.convertNumToColString(last));
    }

    @Override
    public Row next() throws IOException {
        try {
            while (xml.hasNext()) {
                final int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("row")) {
                    lastNumber = number(xml.attribute("r"));
                    final boolean hidden = xml.isTrue("hidden");
                    final Object[] row = readRow();
                    if (row.length > 0) {
                        return new Row(lastNumber, hidden, row);
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT && xml.name().equals("sheetData")) {
                    return null;
                }
            }
            return null;
        } catch (final XMLStreamException | ZipException | EOFException | RuntimeException e) {
            throw new IngestException(
                    "sheet [%s], row %d or after: the sheet is damaged: %s"
                            .formatted(sheet, lastNumber, ExcelAdapter.rootMessage(e)),
                    e);
        }
    }

    private int number(final String written) throws IngestException {
        try {
            final int number = written == null ? lastNumber + 1 : Integer.parseInt(written);
            if (number > lastNumber && number <= MAX_ROWS) {
                return number;
            }
            throw wrongNumber(written, null);
        } catch (final NumberFormatException e) {
            throw wrongNumber(written, e);
        }
    }

    private IngestException wrongNumber(final String written, final NumberFormatException cause) {
        return new IngestException(
                "sheet [%s]: behind row %d stands a row with the number [%s], expected a number from %d to %d"
                        .formatted(sheet, lastNumber, written, lastNumber + 1, MAX_ROWS),
                cause);
    }

    private Object[] readRow() throws IOException, XMLStreamException {
        Object[] row = new Object[0];
        int column = -1;
        while (xml.hasNext()) {
            final int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("c")) {
                final String reference = xml.attribute("r");
                column = reference == null ? column + 1 : column(reference);
                if (column >= DatasetConverter.MAX_COLUMNS || column < 0) {
                    throw new IngestException("sheet [%s], row %d: cell [%s] is beyond column %d"
                            .formatted(sheet, lastNumber, reference, DatasetConverter.MAX_COLUMNS));
                }
                row = column < row.length ? row : Arrays.copyOf(row, column + 1);
                row[column] = readCell();
            } else if (event == XMLStreamConstants.END_ELEMENT && xml.name().equals("row")) {
                return row;
            }
        }
        return row;
    }

    /** The column of a reference such as {@code AB12}, counted from 0; -1 where there is none. */
    static int column(final String reference) {
        int column = 0;
        for (int index = 0; index < reference.length() && column <= DatasetConverter.MAX_COLUMNS; index++) {
            final char letter = Character.toUpperCase(reference.charAt(index));
            if (letter < 'A' || letter > 'Z') {
                break;
            }
            column = column * 26 + letter - 'A' + 1;
        }
        return column - 1;
    }

    private Object readCell() throws IOException, XMLStreamException {
        final String type = xml.attribute("t");
        final String style = xml.attribute("s");
        text.setLength(0);
        boolean inValue = false;
        boolean inPhonetic = false;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    inPhonetic |= xml.name().equals("rPh");
                    inValue = xml.name().equals("v") || xml.name().equals("t") && !inPhonetic;
                }
                case XMLStreamConstants.CHARACTERS -> text.append(inValue ? xml.text() : "");
                case XMLStreamConstants.END_ELEMENT -> {
                    inValue = false;
                    inPhonetic &= !xml.name().equals("rPh");
                    if (xml.name().equals("c")) {
                        return toValue(type, style, text.toString());
                    }
                }
                default -> {}
            }
        }
        return null;
    }

    private Object toValue(final String type, final String style, final String value) throws IOException {
        if ("e".equals(type)) {
            errors.merge(value, 1L, Long::sum);
            return null;
        }
        return cells.value(type, style, value);
    }

    @Override
    public Map<String, Long> errors() {
        return errors;
    }

    @Override
    public void close() throws IOException {
        xml.close();
    }
}
