/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.ingest.ContentSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How content is packed, by its first bytes. */
enum Packing {
    NONE,
    GZIP,
    ZIP,
    TAR;

    private static final int GZIP_MAGIC = 0x1F8B;
    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP_MAGIC = {'P', 'K', 5, 6};
    private static final byte[] TAR_MAGIC = {'u', 's', 't', 'a', 'r'};
    private static final int TAR_MAGIC_AT = 257;
    private static final int ZIP_NAME_LENGTH_AT = 26;
    private static final int ZIP_NAME_AT = 30;

    /** Documents that are ZIP archives inside: which these are, is for the adapters to tell. */
    private static final List<String> DOCUMENT_NAMES = List.of(".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".ods");

    /** What the first entry of a document is called or lies in: those of Office Open XML, and of OpenDocument. */
    private static final List<String> DOCUMENT_ENTRIES =
            List.of("[Content_Types].xml", "_rels/", "docProps/", "xl/", "customXml/", "mimetype", "META-INF/");

    static Packing of(final ContentSource source) {
        final byte[] prefix = source.prefix();
        if (prefix.length > 1 && ((prefix[0] & 0xFF) << 8 | prefix[1] & 0xFF) == GZIP_MAGIC) {
            return GZIP;
        }
        if (isAt(prefix, 0, ZIP_MAGIC) || isAt(prefix, 0, EMPTY_ZIP_MAGIC)) {
            return isDocument(source) ? NONE : ZIP;
        }
        return isAt(prefix, TAR_MAGIC_AT, TAR_MAGIC) ? TAR : NONE;
    }

    /** Whether an entry tells that the archive is a document, wherever in the archive it is. */
    static boolean isDocumentEntry(final String name) {
        return name.equals(DOCUMENT_ENTRIES.getFirst()) || name.equals("mimetype");
    }

    private static boolean isDocument(final ContentSource source) {
        final String fileName = source.fileName().orElse("").toLowerCase(Locale.ROOT);
        if (DOCUMENT_NAMES.stream().anyMatch(fileName::endsWith)
                || source.mimeType().filter(type -> type.contains("document")).isPresent()) {
            return true;
        }
        final byte[] prefix = source.prefix();
        if (prefix.length <= ZIP_NAME_AT) {
            return false;
        }
        final int length = prefix[ZIP_NAME_LENGTH_AT] & 0xFF | (prefix[ZIP_NAME_LENGTH_AT + 1] & 0xFF) << 8;
        final int end = Math.min(prefix.length, ZIP_NAME_AT + length);
        final String first = new String(prefix, ZIP_NAME_AT, end - ZIP_NAME_AT, StandardCharsets.ISO_8859_1);
        return DOCUMENT_ENTRIES.stream()
                .anyMatch(entry -> entry.endsWith("/") ? first.startsWith(entry) : first.equals(entry));
    }

    private static boolean isAt(final byte[] bytes, final int offset, final byte[] magic) {
        return bytes.length >= offset + magic.length
                && Arrays.equals(bytes, offset, offset + magic.length, magic, 0, magic.length);
    }
}
