/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.ingest.Content;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.IngestException;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;

/** Opens content that may be packed, so that adapters know nothing of it. */
public final class Unpacker {
    static final String COMPRESSION = "compression";

    private final PlainOpener plain;

    public Unpacker(final PlainOpener plain) {
        this.plain = plain;
    }

    /**
     * Opens the content, or what is packed in it: the one file of a gzip file, the files of a ZIP archive.
     *
     * @throws IngestException where what is packed is damaged, packed once more, or no table
     */
    public OpenedTables open(final ContentSource source) throws IOException {
        return switch (Packing.of(source)) {
            case NONE -> plain.open(source);
            case GZIP -> openGzip(source);
            case ZIP -> openZip(source);
            case TAR ->
                throw new IngestException("The file is a tar archive: expected one file, gzip, or a ZIP archive");
        };
    }

    private OpenedTables openGzip(final ContentSource source) throws IOException {
        final Content content = () -> unpack(source);
        final ContentSource unpacked = new ContentSource(
                content,
                source.fileName()
                        .map(name -> name.replaceFirst("(?i)\\.(gz|gzip)$", ""))
                        .orElse(null),
                source.mimeType().filter(type -> !type.contains("zip")).orElse(null));
        requirePlain(unpacked, "What is packed in the gzip file");
        final OpenedTables opened = plain.open(unpacked);
        return new OpenedTables(opened.sourceType(), new RecordedTables(opened.tables(), Map.of(COMPRESSION, "gzip")));
    }

    private static InputStream unpack(final ContentSource source) throws IOException {
        final InputStream packed = source.open();
        try {
            return new GzipInput(packed);
        } catch (final IOException | RuntimeException e) {
            packed.close();
            throw e;
        }
    }

    private OpenedTables openZip(final ContentSource source) throws IOException {
        final ZipArchive archive = ZipArchive.open(source);
        try {
            if (archive.isDocument()) {
                archive.close();
                return plain.open(source);
            }
            final ArchiveTables tables = ArchiveTables.find(archive, plain);
            return new OpenedTables(tables.sourceType(0).orElseThrow(), tables);
        } catch (final IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /** One packing is how a file is sent; packings within packings are how a bomb is built. */
    static void requirePlain(final ContentSource unpacked, final String what) throws IngestException {
        final Packing packing = Packing.of(unpacked);
        if (packing != Packing.NONE) {
            throw new IngestException("%s is packed once more (%s): expected a table; unpack it before"
                    .formatted(what, packing.name().toLowerCase(Locale.ROOT)));
        }
    }
}
