/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.poifs.crypt.Decryptor;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Opens what is kept in a file of the OLE2 format, which Office used for everything until 2007, and uses for protected files since. */
final class Ole2File {
    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("Book", "a workbook of Excel 5 or 95");
        OTHERS.put("WordDocument", "a Word document");
        OTHERS.put("PowerPoint Document", "a PowerPoint presentation");
        OTHERS.put("__properties_version1.0", "an Outlook message");
    }

    private Ole2File() {}

    /** @param file is closed */
    static Workbook open(final FileChannel file, final Optional<String> password) throws IOException {
        try (file;
                POIFSFileSystem content = new POIFSFileSystem(file, true)) {
            final DirectoryNode root = content.getRoot();
            if (root.hasEntry(Decryptor.DEFAULT_POIFS_ENTRY)) {
                return decrypt(content, password);
            }
            if (root.hasEntry("Workbook") || root.hasEntry("WORKBOOK")) {
                return new XlsWorkbook(content, password);
            }
            for (final Map.Entry<String, String> other : OTHERS.entrySet()) {
                if (root.hasEntry(other.getKey())) {
                    throw new IngestException(
                            "The file is %s: expected a workbook of Excel 97 or later".formatted(other.getValue()));
                }
            }
            throw new IngestException(
                    "The file is no workbook: it holds %s, expected [Workbook]".formatted(root.getEntryNames()));
        } catch (final EncryptedDocumentException e) {
            throw refused(password, e);
        }
    }

    private static Workbook decrypt(final POIFSFileSystem content, final Optional<String> password) throws IOException {
        try {
            final Decryptor decryptor = Decryptor.getInstance(new EncryptionInfo(content));
            // Excel protects with a password of its own what may be read by all
            final boolean opens = password.isPresent() && decryptor.verifyPassword(password.get())
                    || decryptor.verifyPassword(Decryptor.DEFAULT_PASSWORD);
            if (!opens) {
                throw refused(password, null);
            }
            try (InputStream decrypted = decryptor.getDataStream(content)) {
                return XlsxWorkbook.open(UnnamedFile.copy(decrypted));
            }
        } catch (final GeneralSecurityException e) {
            throw new IngestException("The protected workbook cannot be decrypted: " + ExcelAdapter.rootMessage(e), e);
        }
    }

    private static IngestException refused(final Optional<String> password, final Exception cause) {
        return new IngestException(
                password.isPresent()
                        ? "The Workbook Password does not open the protected workbook"
                        : "The workbook is protected: set its Workbook Password",
                cause);
    }
}
