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
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/** Reads Excel workbooks in the XLSX format: the sheet that is named, or the first that holds a table. */
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
        if (startsWith(source.prefix(), OLE2_MAGIC)) {
            throw new IngestException(
                    "The workbook is in the format of Excel 97 (.xls) or protected with a password: expected an unprotected .xlsx");
        }
        if (!startsWith(source.prefix(), ZIP_MAGIC)) {
            throw new IngestException("The file is no XLSX workbook: it does not begin as a ZIP archive");
        }
        // A ZIP archive is read from its end, so it has to be a file
        final Path file = Files.createTempFile("mimir-", ".xlsx");
        OPCPackage workbook = null;
        try {
            try (InputStream input = source.open()) {
                Files.copy(input, file, StandardCopyOption.REPLACE_EXISTING);
            }
            workbook = OPCPackage.open(file.toFile(), PackageAccess.READ);
            return WorkbookTables.of(new XlsxWorkbook(workbook, file), options.excel());
        } catch (final IngestException e) {
            release(workbook, file);
            throw e;
        } catch (final OpenXML4JException | IOException | SAXException | XMLStreamException | RuntimeException e) {
            release(workbook, file);
            throw damaged(e);
        }
    }

    static IngestException damaged(final Exception cause) {
        return new IngestException(
                "The workbook cannot be read; it is damaged or not complete: " + rootMessage(cause), cause);
    }

    static void release(final OPCPackage workbook, final Path file) throws IOException {
        if (workbook != null) {
            workbook.revert();
        }
        Files.deleteIfExists(file);
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
