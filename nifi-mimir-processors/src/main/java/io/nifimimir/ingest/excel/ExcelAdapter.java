/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.DataAdapter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.SourceTables;
import org.apache.poi.openxml4j.util.ZipSecureFile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads Excel workbooks, XLSX and Excel 97, protected ones too: the sheets that are named, or the first that holds a table. */
public final class ExcelAdapter implements DataAdapter {
    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
    private static final byte[] OLE2_MAGIC = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

    @Override
    public SourceType sourceType() {
        return SourceType.EXCEL;
    }

    @Override
    public Confidence recognise(final ContentSource source) {
        if (startsWith(source.prefix(), OLE2_MAGIC)) {
            return Confidence.CERTAIN;
        }
        final boolean named = source.fileName()
                        .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".xlsx"))
                        .isPresent()
                || source.mimeType()
                        .filter(type -> type.contains("spreadsheetml"))
                        .isPresent();
        if (startsWith(source.prefix(), ZIP_MAGIC)) {
            final String names = new String(source.prefix(), StandardCharsets.ISO_8859_1);
            return named || names.contains("[Content_Types].xml") || names.contains("xl/")
                    ? Confidence.CERTAIN
                    : Confidence.NONE;
        }
        return named ? Confidence.NAMED : Confidence.NONE;
    }

    @Override
    public SourceTables open(final ContentSource source, final IngestOptions options) throws IOException {
        final boolean ole2 = startsWith(source.prefix(), OLE2_MAGIC);
        if (!ole2 && !startsWith(source.prefix(), ZIP_MAGIC)) {
            throw new IngestException(
                    "The file is no workbook of Excel 97 or later: it begins neither as a ZIP archive (.xlsx) nor as an OLE2 file (.xls)");
        }
        try {
            return WorkbookTables.of(open(source, options.excel(), ole2), options.excel());
        } catch (final IngestException e) {
            throw e;
        } catch (final IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    /** Both formats are read from their end, or here and there, so the content has to be a file. */
    private static Workbook open(final ContentSource source, final ExcelOptions options, final boolean ole2)
            throws IOException {
        try (InputStream input = source.open()) {
            final FileChannel file = UnnamedFile.copy(input);
            return ole2 ? Ole2File.open(file, options.password()) : XlsxWorkbook.open(file);
        }
    }

    static IngestException damaged(final Exception cause) {
        return new IngestException(
                "The workbook cannot be read; it is damaged or not complete: " + rootMessage(cause), cause);
    }

    /** What the innermost cause says, without the path of the temporary file, which tells nobody anything. */
    static String rootMessage(final Throwable throwable) {
        Throwable root = throwable;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        final String message = root.getMessage();
        if (message != null && message.contains("Zip bomb")) {
            return "it unpacks to more than %d times its size, as a ZIP bomb does"
                    .formatted(Math.round(1 / ZipSecureFile.getMinInflateRatio()));
        }
        return message == null || message.isBlank() || message.contains("mimir-")
                ? root.getClass().getSimpleName()
                : message;
    }

    private static boolean startsWith(final byte[] bytes, final byte[] magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int index = 0; index < magic.length; index++) {
            if (bytes[index] != magic[index]) {
                return false;
            }
        }
        return true;
    }
}
