/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.model.SharedStrings;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Turns the XML form of a cell into its value: numbers, dates by their style in the workbook's date system, shared strings. */
record XlsxCells(SharedStrings sharedStrings, boolean[] dateStyles, boolean date1904) {
    private static final String RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final double LARGEST_EXACT_INTEGER = 1L << 53;

    static XlsxCells of(final XSSFReader reader, final SharedStrings sharedStrings)
            throws IOException, OpenXML4JException, XMLStreamException {
        final StylesTable styles = reader.getStylesTable();
        // A workbook need not have styles, and then has no dates either
        final boolean[] dateStyles = new boolean[styles == null ? 0 : styles.getNumCellStyles()];
        for (int index = 0; index < dateStyles.length; index++) {
            final XSSFCellStyle style = styles.getStyleAt(index);
            dateStyles[index] = DateUtil.isADateFormat(style.getDataFormat(), style.getDataFormatString());
        }
        return new XlsxCells(sharedStrings, dateStyles, isDate1904(reader));
    }

    /** Parts of the sheets by name, in the order of the workbook. */
    static Map<String, String> sheetParts(final XSSFReader reader)
            throws IOException, OpenXML4JException, XMLStreamException {
        final Map<String, String> parts = new LinkedHashMap<>();
        try (InputStream workbook = reader.getWorkbookData()) {
            final XMLStreamReader xml = openXml(workbook);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("sheet")) {
                    parts.put(xml.getAttributeValue(null, "name"), xml.getAttributeValue(RELATIONSHIPS, "id"));
                }
            }
        }
        return parts;
    }

    private static boolean isDate1904(final XSSFReader reader)
            throws IOException, OpenXML4JException, XMLStreamException {
        try (InputStream workbook = reader.getWorkbookData()) {
            final XMLStreamReader xml = openXml(workbook);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("workbookPr")) {
                    final String value = xml.getAttributeValue(null, "date1904");
                    return "1".equals(value) || "true".equals(value);
                }
            }
        }
        return false;
    }

    /** Reads XML without document types, so that no entity is expanded or fetched. */
    static XMLStreamReader openXml(final InputStream input) throws XMLStreamException {
        final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(input);
    }

    /**
     * @param type the attribute {@code t}, null for a number
     * @param style the attribute {@code s}, null for the first style
     * @return null for an empty cell
     * @throws IllegalArgumentException where the value is not of its type
     */
    Object value(final String type, final String style, final String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return switch (type) {
            case null -> number(style, text);
            case "n" -> number(style, text);
            case "s" -> sharedStrings.getItemAt(Integer.parseInt(text)).getString();
            case "b" -> "1".equals(text);
            // ISO 8601, which the column reads like any other text
            case "d" -> text;
            default -> text;
        };
    }

    private Object number(final String style, final String text) {
        final double number = Double.parseDouble(text);
        final int styleIndex = style == null ? 0 : Integer.parseInt(style);
        final boolean date =
                styleIndex < dateStyles.length && dateStyles[styleIndex] && DateUtil.isValidExcelDate(number);
        if (date) {
            final LocalDateTime dateTime = DateUtil.getLocalDateTime(number, date1904, true);
            return dateTime.toLocalTime().equals(LocalTime.MIDNIGHT) ? (Object) dateTime.toLocalDate() : dateTime;
        }
        final boolean integer = number == Math.rint(number) && Math.abs(number) < LARGEST_EXACT_INTEGER;
        return integer ? (Object) (long) number : number;
    }
}
