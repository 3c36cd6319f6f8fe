/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.RawValue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** JSON as the page reads it: instants as milliseconds since 1970, and null for numbers that are none. */
final class ViewJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantSerializer())
                    .addSerializer(Double.class, new FiniteSerializer())
                    .addSerializer(Double.TYPE, new FiniteSerializer()))
            .build();

    private ViewJson() {}

    static byte[] write(final Object view) {
        try {
            return MAPPER.writeValueAsBytes(view);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException("Cannot write " + view.getClass().getSimpleName(), e);
        }
    }

    /** JSON that is handed on as it is stored. */
    static RawValue raw(final String json) {
        return new RawValue(json);
    }

    private static final class InstantSerializer extends JsonSerializer<Instant> {
        @Override
        public void serialize(final Instant instant, final JsonGenerator generator, final SerializerProvider provider)
                throws IOException {
            generator.writeNumber(instant.toEpochMilli());
        }
    }

    private static final class FiniteSerializer extends JsonSerializer<Double> {
        @Override
        public void serialize(final Double value, final JsonGenerator generator, final SerializerProvider provider)
                throws IOException {
            if (Double.isFinite(value)) {
                generator.writeNumber(value);
            } else {
                generator.writeNull();
            }
        }
    }
}
