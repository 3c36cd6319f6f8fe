/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The ZIP archive that a model is kept in. Entries are stored without compression and with fixed times, so that the same model gives the
 * same bytes whatever zlib the machine has.
 */
public final class ModelArchive {
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private ModelArchive() {}

    /** @param entries content by name, in the order of the archive */
    public static byte[] write(final Map<String, byte[]> entries) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
                addEntry(zip, entry.getKey(), entry.getValue());
            }
        } catch (final IOException exception) {
            throw new UncheckedIOException("Memory cannot fail to be written", exception);
        }

        return bytes.toByteArray();
    }

    private static void addEntry(final ZipOutputStream zip, final String name, final byte[] content)
            throws IOException {
        final CRC32 checksum = new CRC32();
        checksum.update(content);
        final ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(FIXED_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * The entries by name, in the order of the archive; empty where the bytes are no archive.
     *
     * @throws ModelFormatException where the archive is cut off, or a checksum in it is wrong
     */
    public static Map<String, byte[]> read(final byte[] archive) throws ModelFormatException {
        final Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (final IOException exception) {
            throw new ModelFormatException("The model is damaged: " + exception.getMessage(), exception);
        }

        return Collections.unmodifiableMap(entries);
    }
}
