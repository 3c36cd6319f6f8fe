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
import io.nifimimir.dataset.Sha256;
import io.nifimimir.training.ModelArchive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Forecasters as a file: a {@link ModelArchive} of {@code model.json}, which says what they are, and {@code forecasters.json}, a {@link
 * ForecastModel}. The same forecasters give the same bytes.
 */
public final class ForecastFormat {
    public static final String FORMAT = "nifi-mimir-forecast";
    public static final int VERSION = 1;

    private static final String HEADER_ENTRY = "model.json";
    private static final String CONTENT_ENTRY = "forecasters.json";
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
        try {
            final byte[] content = MAPPER.writeValueAsBytes(model);
            final Map<String, Object> header = new TreeMap<>(provenance);
            header.put("format", FORMAT);
            header.put("format_version", VERSION);
            header.put("content_sha256", Sha256.hex(content));
            final Map<String, byte[]> entries = new LinkedHashMap<>();
            entries.put(HEADER_ENTRY, MAPPER.writeValueAsBytes(header));
            entries.put(CONTENT_ENTRY, content);
            return ModelArchive.write(entries);
        } catch (final JsonProcessingException exception) {
            throw new UncheckedIOException(
                    "The forecasters of %s cannot be written".formatted(model.metric()), exception);
        }
    }

    /** @throws IOException where the bytes are no forecasters, of an unknown version, or damaged */
    public static ForecastModel read(final byte[] file) throws IOException {
        final Map<String, byte[]> entries = ModelArchive.read(file);
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

        final String checksum = Sha256.hex(entries.get(CONTENT_ENTRY));
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
}
