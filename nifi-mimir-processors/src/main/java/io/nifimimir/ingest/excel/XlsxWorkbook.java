/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.HeaderFinder;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** The sheet of a workbook that is wanted. */
final class XlsxWorkbook implements SourceTables {
    private final OPCPackage workbook;
    private final Path file;
    private final XSSFReader reader;
    private final XlsxCells cells;
    private final Map<String, String> sheets;
    private final String sheetName;

    XlsxWorkbook(final OPCPackage workbook, final Path file, final Optional<String> wantedSheet)
            throws IOException, OpenXML4JException, SAXException, XMLStreamException {
        this.workbook = workbook;
        this.file = file;
        reader = new XSSFReader(workbook);
        cells = XlsxCells.of(reader, new ReadOnlySharedStringsTable(workbook, false));
        sheets = XlsxCells.sheetParts(reader);
        sheetName = chooseSheet(reader, cells, sheets, wantedSheet);
    }

    private static String chooseSheet(
            final XSSFReader reader,
            final XlsxCells cells,
            final Map<String, String> sheets,
            final Optional<String> wanted)
            throws IOException, OpenXML4JException, XMLStreamException {
        if (wanted.isPresent()) {
            return sheets.keySet().stream()
                    .filter(name -> name.strip().equalsIgnoreCase(wanted.get().strip()))
                    .findFirst()
                    .orElseThrow(() -> new IngestException(
                            "No sheet [%s] in the workbook, which has %s".formatted(wanted.get(), sheets.keySet())));
        }
        for (final Map.Entry<String, String> sheet : sheets.entrySet()) {
            try (XlsxRows rows = new XlsxRows(reader.getSheet(sheet.getValue()), cells)) {
                if (HeaderFinder.usualWidth(XlsxTableReader.values(XlsxTableReader.firstRows(rows))) > 1) {
                    return sheet.getKey();
                }
            }
        }
        return sheets.keySet().stream().findFirst().orElseThrow(() -> new IngestException("The workbook has no sheet"));
    }

    @Override
    public List<String> names() {
        return List.of(sheetName);
    }

    @Override
    public TableReader read(final int table, final Rejections rejections) throws IOException {
        final String part = sheets.get(sheetName);
        try {
            final List<CellRangeAddress> merges;
            try (InputStream sheet = reader.getSheet(part)) {
                merges = XlsxRows.merges(sheet);
            }
            return read(new XlsxRows(reader.getSheet(part), cells), merges);
        } catch (final IngestException e) {
            throw e;
        } catch (final OpenXML4JException | IOException | XMLStreamException | RuntimeException e) {
            throw ExcelAdapter.damaged(e);
        }
    }

    private XlsxTableReader read(final XlsxRows rows, final List<CellRangeAddress> merges)
            throws IOException, XMLStreamException {
        try {
            return new XlsxTableReader(sheetName, rows, merges, sheets.keySet());
        } catch (final IOException | XMLStreamException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        ExcelAdapter.release(workbook, file);
    }
}
