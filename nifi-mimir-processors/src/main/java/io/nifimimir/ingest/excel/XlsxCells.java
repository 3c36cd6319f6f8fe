/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;

import java.io.IOException;

/** Turns the XML form of a cell into its value: numbers, dates by their style in the workbook's date system, shared strings. */
record XlsxCells(StringStore sharedStrings, boolean[] dateStyles, boolean date1904) {

    static XlsxCells of(final XSSFReader reader, final StringStore sharedStrings, final boolean date1904)
            throws IOException, OpenXML4JException {
        final StylesTable styles = reader.getStylesTable();
        // A workbook need not have styles, and then has no dates either
        final boolean[] dateStyles = new boolean[styles == null ? 0 : styles.getNumCellStyles()];
        for (int index = 0; index < dateStyles.length; index++) {
            final XSSFCellStyle style = styles.getStyleAt(index);
            dateStyles[index] = DateUtil.isADateFormat(style.getDataFormat(), style.getDataFormatString());
        }
        return new XlsxCells(sharedStrings, dateStyles, date1904);
    }

    /**
     * @param type the attribute {@code t}, null for a number
     * @param style the attribute {@code s}, null for the first style
     * @return null for an empty cell
     * @throws IllegalArgumentException where the value is not of its type
     */
    Object value(final String type, final String style, final String text) throws IOException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return switch (type) {
            case null -> number(style, text);
            case "n" -> number(style, text);
            case "s" -> sharedString(Integer.parseInt(text));
            case "b" -> "1".equals(text);
            // ISO 8601, which the column reads like any other text
            case "d" -> text;
            default -> XlsxStrings.unescape(text);
        };
    }

    private String sharedString(final int index) throws IOException {
        if (index < 0 || index >= sharedStrings.size()) {
            throw new IllegalArgumentException("a cell refers to the shared string %d, and the workbook has %d"
                    .formatted(index, sharedStrings.size()));
        }
        return sharedStrings.get(index);
    }

    private Object number(final String style, final String text) {
        final int styleIndex = style == null ? 0 : Integer.parseInt(style);
        if (styleIndex >= 0 && styleIndex < dateStyles.length && dateStyles[styleIndex]) {
            return SheetNumbers.date(Double.parseDouble(text), date1904);
        }
        return SheetNumbers.number(text);
    }
}
