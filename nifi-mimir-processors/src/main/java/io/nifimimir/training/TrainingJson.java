/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON of this package: snake_case, and the same bytes for the same content. */
public final class TrainingJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private TrainingJson() {}

    public static byte[] write(final Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (final JsonProcessingException exception) {
            throw new UncheckedIOException("Cannot write " + value.getClass().getSimpleName(), exception);
        }
    }

    static String writePretty(final Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (final JsonProcessingException exception) {
            throw new UncheckedIOException("Cannot write " + value.getClass().getSimpleName(), exception);
        }
    }

    public static <T> T read(final byte[] json, final Class<T> type) throws IOException {
        return MAPPER.readValue(json, type);
    }
}
