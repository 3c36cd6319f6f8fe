/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A model as a file: a ZIP archive of {@code model.json} (a {@link ModelHeader}) and {@code model.bin} (what the learner wrote: UBJSON
 * for XGBoost). Entries are stored without compression and with fixed times, so that the same model gives the same bytes whatever
 * zlib the machine has.
 */
final class ModelFormat {
    static final String FORMAT = "nifi-mimir-model";
    static final int VERSION = 1;

    private static final String HEADER_ENTRY = "model.json";
    private static final String CONTENT_ENTRY = "model.bin";
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private ModelFormat() {}

    /** @param content what the learner wrote */
    @SuppressWarnings("ArrayRecordComponent")
    record ModelFile(ModelHeader header, byte[] content) {}

    static byte[] write(final ModelHeader header, final byte[] content) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            addEntry(zip, HEADER_ENTRY, TrainingJson.write(header));
            addEntry(zip, CONTENT_ENTRY, content);
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

    static ModelFile read(final byte[] model) throws ModelFormatException {
        final Map<String, byte[]> entries = readEntries(model);
        final byte[] headerJson = entries.get(HEADER_ENTRY);
        final byte[] content = entries.get(CONTENT_ENTRY);
        if (headerJson == null || content == null) {
            throw new ModelFormatException("Not a model of nifi-mimir: an archive of %s and %s was expected, found %s"
                    .formatted(HEADER_ENTRY, CONTENT_ENTRY, entries.keySet()));
        }

        checkVersion(headerJson);
        final ModelHeader header = parse(headerJson, ModelHeader.class);
        final String checksum = DataFingerprint.sha256(content);
        if (!checksum.equals(header.contentSha256())) {
            throw new ModelFormatException("The model is damaged: %s has the checksum %s, %s was expected"
                    .formatted(CONTENT_ENTRY, checksum, header.contentSha256()));
        }

        return new ModelFile(header, content);
    }

    private static Map<String, byte[]> readEntries(final byte[] model) throws ModelFormatException {
        final Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(model))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (final IOException exception) {
            throw new ModelFormatException("The model is damaged: " + exception.getMessage(), exception);
        }

        return entries;
    }

    /** Read on its own and first, since a header of another version need not have the same fields. */
    private static void checkVersion(final byte[] headerJson) throws ModelFormatException {
        final Version version = parse(headerJson, Version.class);
        if (!FORMAT.equals(version.format()) || version.formatVersion() != VERSION) {
            throw new ModelFormatException("A model of format %s, version %d cannot be read here: %s, version %d can"
                    .formatted(version.format(), version.formatVersion(), FORMAT, VERSION));
        }
    }

    private record Version(String format, int formatVersion) {}

    private static <T> T parse(final byte[] json, final Class<T> type) throws ModelFormatException {
        try {
            return TrainingJson.read(json, type);
        } catch (final IOException exception) {
            throw new ModelFormatException(
                    "The model is damaged: its %s cannot be read".formatted(HEADER_ENTRY), exception);
        }
    }

    /** Versions of the libraries that take part in training. */
    static Map<String, String> libraries() {
        final Properties properties = new Properties();
        try (InputStream resource = ModelFormat.class.getResourceAsStream("/xgboost4j-version.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (final IOException exception) {
            throw new UncheckedIOException("Cannot read the version of XGBoost", exception);
        }

        return Map.of("xgboost", properties.getProperty("version", "unknown"));
    }
}
