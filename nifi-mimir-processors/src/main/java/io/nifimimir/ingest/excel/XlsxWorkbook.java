/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.xssf.eventusermodel.XSSFReader;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/** A workbook in the XLSX format. */
final class XlsxWorkbook implements Workbook {
    private static final String RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private final OPCPackage workbook;
    private final XSSFReader reader;
    private final StringStore strings;
    private final XlsxCells cells;
    private final List<Sheet> sheets = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private final Map<Integer, SheetLayout> layouts = new HashMap<>();

    private XlsxWorkbook(final OPCPackage workbook) throws IOException, OpenXML4JException, XMLStreamException {
        this.workbook = workbook;
        reader = new XSSFReader(workbook);
        final boolean date1904 = readOutline();
        strings = XlsxStrings.read(reader.getSharedStringsData());
        boolean complete = false;
        try {
            cells = XlsxCells.of(reader, strings, date1904);
            complete = true;
        } finally {
            if (!complete) {
                strings.close();
            }
        }
    }

    /** @param file is closed with the workbook, and where it cannot be read */
    static XlsxWorkbook open(final FileChannel file) throws IOException {
        OPCPackage content = null;
        boolean opened = false;
        try {
            content = OPCPackage.open(new XlsxArchive(file));
            final XlsxWorkbook workbook = new XlsxWorkbook(content);
            opened = true;
            return workbook;
        } catch (final IngestException e) {
            throw e;
        } catch (final OpenXML4JException | IOException | XMLStreamException | RuntimeException e) {
            throw ExcelAdapter.damaged(e);
        } finally {
            if (!opened) {
                release(content, file);
            }
        }
    }

    private static void release(final OPCPackage content, final FileChannel file) throws IOException {
        try (file) {
            if (content != null) {
                content.revert();
            }
        }
    }

    /** Reads the names of the sheets, and whether dates count from 1904. */
    private boolean readOutline() throws IOException, OpenXML4JException, XMLStreamException {
        boolean date1904 = false;
        try (XmlPart xml = new XmlPart(reader.getWorkbookData())) {
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                if (xml.name().equals("workbookPr")) {
                    date1904 = xml.isTrue("date1904");
                } else if (xml.name().equals("sheet")) {
                    final String state = xml.attribute("state");
                    sheets.add(new Sheet(xml.attribute("name"), state != null && !state.equals("visible")));
                    parts.add(xml.attribute(RELATIONSHIPS, "id"));
                }
            }
        }
        return date1904;
    }

    @Override
    public List<Sheet> sheets() {
        return sheets;
    }

    @Override
    public SheetRows rows(final int sheet) throws IOException {
        try {
            return new XlsxRows(sheets.get(sheet).name(), reader.getSheet(parts.get(sheet)), cells);
        } catch (final OpenXML4JException | XMLStreamException | RuntimeException e) {
            throw damaged(sheet, e);
        }
    }

    @Override
    public SheetLayout layout(final int sheet) throws IOException {
        SheetLayout layout = layouts.get(sheet);
        if (layout == null) {
            try {
                layout = XlsxRows.layout(reader.getSheet(parts.get(sheet)));
            } catch (final OpenXML4JException | XMLStreamException | RuntimeException e) {
                throw damaged(sheet, e);
            }
            layouts.put(sheet, layout);
        }
        return layout;
    }

    private IngestException damaged(final int sheet, final Exception cause) {
        return new IngestException(
                "sheet [%s] cannot be read; the workbook is damaged or not complete: %s"
                        .formatted(sheets.get(sheet).name(), ExcelAdapter.rootMessage(cause)),
                cause);
    }

    @Override
    public void close() throws IOException {
        try (strings) {
            workbook.revert();
        }
    }
}
