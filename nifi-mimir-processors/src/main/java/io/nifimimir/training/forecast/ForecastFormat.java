/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Forecasters as a file: a ZIP archive of {@code model.json}, which says what they are, and {@code forecasters.json}, a {@link
 * ForecastModel}. Stored without compression and with fixed times: the same forecasters give the same bytes.
 */
public final class ForecastFormat {
    public static final String FORMAT = "nifi-mimir-forecast";
    public static final int VERSION = 1;

    private static final String HEADER_ENTRY = "model.json";
    private static final String CONTENT_ENTRY = "forecasters.json";
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            // Records are their components; methods that look like getters are none of the content
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ForecastFormat() {}

    /** @param provenance where the model comes from, by name (model id, data fingerprint, metrics ...), for whoever looks into it */
    public static byte[] write(final ForecastModel model, final Map<String, Object> provenance) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            final byte[] content = MAPPER.writeValueAsBytes(model);
            final Map<String, Object> header = new TreeMap<>(provenance);
            header.put("format", FORMAT);
            header.put("format_version", VERSION);
            header.put("content_sha256", sha256(content));
            addEntry(zip, HEADER_ENTRY, MAPPER.writeValueAsBytes(header));
            addEntry(zip, CONTENT_ENTRY, content);
        } catch (final IOException exception) {
            throw new UncheckedIOException(
                    "The forecasters of %s cannot be written".formatted(model.metric()), exception);
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

    /** @throws IOException where the bytes are no forecasters, of an unknown version, or damaged */
    public static ForecastModel read(final byte[] file) throws IOException {
        final Map<String, byte[]> entries = new TreeMap<>();
        try (InputStream input = new ByteArrayInputStream(file);
                ZipInputStream zip = new ZipInputStream(input)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }

        if (!entries.containsKey(HEADER_ENTRY) || !entries.containsKey(CONTENT_ENTRY)) {
            throw new IOException("Not forecasters of nifi-mimir: an archive of %s and %s was expected, found %s"
                    .formatted(HEADER_ENTRY, CONTENT_ENTRY, entries.keySet()));
        }

        final JsonNode header = MAPPER.readTree(entries.get(HEADER_ENTRY));
        final String format = header.path("format").asText();
        final int version = header.path("format_version").asInt();
        if (!FORMAT.equals(format) || version != VERSION) {
            throw new IOException("Forecasters of format %s, version %d cannot be read here: %s, version %d can"
                    .formatted(format, version, FORMAT, VERSION));
        }

        final String checksum = sha256(entries.get(CONTENT_ENTRY));
        final String expected = header.path("content_sha256").asText();
        if (!checksum.equals(expected)) {
            throw new IOException("The forecasters are damaged: %s has the checksum %s, %s was expected"
                    .formatted(CONTENT_ENTRY, checksum, expected));
        }

        try {
            return MAPPER.readValue(entries.get(CONTENT_ENTRY), ForecastModel.class);
        } catch (final JsonProcessingException exception) {
            throw new IOException("The forecasters cannot be read: " + exception.getOriginalMessage(), exception);
        }
    }

    private static String sha256(final byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (final NoSuchAlgorithmException exception) {
            throw new IllegalStateException("Every Java platform has SHA-256", exception);
        }
    }
}
