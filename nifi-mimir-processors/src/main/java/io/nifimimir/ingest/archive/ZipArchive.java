/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.IngestException;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a ZIP archive. The archive is read from its end, so it is copied to a temporary file; that one is gone once it is open, as far as the operating
 * system allows. Nothing is written under the names in the archive.
 */
final class ZipArchive implements Closeable {
    /** More than the files that people send together; each is looked into. */
    private static final int MAX_FILES = 1_000;

    /** The charset of names that are not in UTF-8, by the specification of the format. */
    private static final String OLD_CHARSET = "IBM437";

    /** Left by the file managers of macOS and Windows. */
    private static final Set<String> LITTER = Set.of("__macosx", "thumbs.db", "desktop.ini");

    private final ZipFile zip;
    private final long packedBytes;

    private ZipArchive(final ZipFile zip, final long packedBytes) {
        this.zip = zip;
        this.packedBytes = packedBytes;
    }

    static ZipArchive open(final ContentSource source) throws IOException {
        try {
            return open(source, StandardCharsets.UTF_8);
        } catch (final ZipException | EOFException e) {
            // Names in an old charset are not told apart from damage
            return openOld(source);
        }
    }

    private static ZipArchive openOld(final ContentSource source) throws IOException {
        try {
            return open(
                    source,
                    Charset.isSupported(OLD_CHARSET) ? Charset.forName(OLD_CHARSET) : StandardCharsets.ISO_8859_1);
        } catch (final ZipException | EOFException e) {
            throw damaged(e);
        }
    }

    private static ZipArchive open(final ContentSource source, final Charset names) throws IOException {
        final Path file = Files.createTempFile("mimir-", ".zip");
        try {
            try (InputStream packed = source.open()) {
                Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
            }
            final long packedBytes = Files.size(file);
            return new ZipArchive(
                    new ZipFile(file.toFile(), ZipFile.OPEN_READ | ZipFile.OPEN_DELETE, names), packedBytes);
        } catch (final IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    static IngestException damaged(final IOException cause) {
        final String message = cause.getMessage() == null ? "it ends too early" : cause.getMessage();
        final String reason = message.contains("encrypted") ? "it is protected with a password" : message;
        return new IngestException(
                "The ZIP archive cannot be read; it is damaged, not complete or of another kind: " + reason, cause);
    }

    /** Whether the archive is a document, such as a workbook, after all. */
    boolean isDocument() {
        return zip.stream().anyMatch(entry -> Packing.isDocumentEntry(entry.getName()));
    }

    /** The files by their names, in the order of the archive, without directories and what file managers leave behind. */
    List<ZipEntry> files() throws IngestException {
        final Map<String, ZipEntry> files = new LinkedHashMap<>();
        for (final ZipEntry entry : Collections.list(zip.entries())) {
            if (!entry.isDirectory() && !isLitter(entry.getName()) && files.put(entry.getName(), entry) != null) {
                // By its name only one of them can be read, and the other would be lost without a word
                throw new IngestException("The ZIP archive holds two files of the name [%s]: expected one of each name"
                        .formatted(entry.getName()));
            }
        }
        if (files.size() > MAX_FILES) {
            throw new IngestException(
                    "The ZIP archive holds %,d files: expected at most %,d".formatted(files.size(), MAX_FILES));
        }
        return List.copyOf(files.values());
    }

    private static boolean isLitter(final String name) {
        final String[] parts = name.toLowerCase(Locale.ROOT).split("[/\\\\]");
        for (final String part : parts) {
            if (LITTER.contains(part)) {
                return true;
            }
        }
        return parts.length > 0 && parts[parts.length - 1].startsWith(".");
    }

    /** The unpacked content of a file, with its name as the last part of the one in the archive. */
    ContentSource source(final ZipEntry entry) throws IOException {
        final String name = entry.getName();
        final int folder = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        return new ContentSource(() -> unpack(entry), name.substring(folder + 1), null);
    }

    private InputStream unpack(final ZipEntry entry) throws IOException {
        try {
            return new EntryInput(
                    zip.getInputStream(entry), entry, Math.min(packedBytes, Math.max(1, entry.getCompressedSize())));
        } catch (final ZipException | EOFException e) {
            throw damaged(e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
