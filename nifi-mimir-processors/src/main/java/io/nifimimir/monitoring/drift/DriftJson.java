/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** References and windows as compressed JSON: mostly small counts, which take little more than a byte each. */
final class DriftJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private DriftJson() {}

    static byte[] compress(final Object value) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
            MAPPER.writeValue(compressed, value);
        } catch (final IOException e) {
            throw new UncheckedIOException("Memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /** @throws UncheckedIOException where the bytes are not what was written */
    static <T> T decompress(final byte[] bytes, final Class<T> type) {
        try (GZIPInputStream compressed = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return MAPPER.readValue(compressed, type);
        } catch (final IOException e) {
            throw damaged(type, e);
        }
    }

    static String write(final Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException where the text is not what was written */
    static <T> T read(final String json, final Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (final JsonProcessingException e) {
            throw damaged(type, e);
        }
    }

    private static UncheckedIOException damaged(final Class<?> type, final IOException cause) {
        return new UncheckedIOException(
                "A stored %s is damaged: %s".formatted(type.getSimpleName(), cause.getMessage()), cause);
    }
}
