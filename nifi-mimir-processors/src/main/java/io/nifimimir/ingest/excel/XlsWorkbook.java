/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;
import org.apache.poi.hssf.eventusermodel.HSSFEventFactory;
import org.apache.poi.hssf.eventusermodel.HSSFRequest;
import org.apache.poi.hssf.record.BoundSheetRecord;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A workbook in the format of Excel 97. Its records are read once, into a temporary file of rows. */
final class XlsWorkbook implements Workbook {
    private final FileChannel spooled;
    private final XlsSpooler spooler;
    private final List<Sheet> sheets = new ArrayList<>();

    /** @param content is not needed any longer when the workbook is open */
    XlsWorkbook(final POIFSFileSystem content, final Optional<String> password) throws IOException {
        spooled = UnnamedFile.create();
        spooler = new XlsSpooler(spooled);
        boolean opened = false;
        try {
            readRecords(content, password);
            final List<BoundSheetRecord> names = spooler.names();
            if (names.size() > spooler.sheets().size()) {
                throw new IngestException("The workbook is damaged or not complete: it names %d sheets and holds %d"
                        .formatted(names.size(), spooler.sheets().size()));
            }
            for (final BoundSheetRecord name : names) {
                sheets.add(new Sheet(name.getSheetname(), name.isHidden() || name.isVeryHidden()));
            }
            opened = true;
        } finally {
            if (!opened) {
                spooled.close();
            }
        }
    }

    private void readRecords(final POIFSFileSystem content, final Optional<String> password) throws IOException {
        final HSSFRequest request = new HSSFRequest();
        request.addListenerForAllRecords(spooler.listener());
        // POI takes the password from the thread
        Biff8EncryptionKey.setCurrentUserPassword(password.orElse(null));
        try {
            new HSSFEventFactory().processWorkbookEvents(request, content);
        } catch (final UncheckedIOException e) {
            throw new IngestException("The workbook cannot be read: " + ExcelAdapter.rootMessage(e), e);
        } finally {
            Biff8EncryptionKey.setCurrentUserPassword(null);
        }
    }

    @Override
    public List<Sheet> sheets() {
        return sheets;
    }

    @Override
    public SheetRows rows(final int sheet) {
        return new XlsRows(
                UnnamedFile.input(spooled, spooler.sheets().get(sheet).start()), spooler.date1904());
    }

    @Override
    public SheetLayout layout(final int sheet) {
        final XlsSheet found = spooler.sheets().get(sheet);
        return SheetLayout.of(found.merges(), found.hiddenColumns());
    }

    @Override
    public void close() throws IOException {
        spooled.close();
    }
}
