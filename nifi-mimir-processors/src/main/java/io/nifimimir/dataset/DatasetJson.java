/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** JSON as the dataset's encodings use it: instants as ISO 8601 text, numbers with all of their digits. */
final class DatasetJson {
    static final String ROWS = "rows";

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, new InstantSerializer())
                    .addDeserializer(Instant.class, new InstantDeserializer()))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private DatasetJson() {}

    /**
     * The header that stands in these fields.
     *
     * @throws DatasetFormatException where one that each dataset has is missing
     */
    static DatasetHeader toHeader(final JsonNode fields, final String place) throws IOException {
        for (final String required : List.of("source", "columns", "row_count")) {
            if (!fields.hasNonNull(required)) {
                throw notADataset("[%s] is missing %s".formatted(required, place));
            }
        }
        try {
            return MAPPER.treeToValue(fields, DatasetHeader.class);
        } catch (final IllegalArgumentException e) {
            // Jackson wraps what a deserialiser says in it
            throw new DatasetFormatException("The header of the dataset: " + e.getMessage(), e);
        }
    }

    static DatasetFormatException notADataset(final String found) {
        return new DatasetFormatException("Expected a dataset as ConvertToUnifiedDataset writes it, but " + found);
    }

    private static final class InstantSerializer extends JsonSerializer<Instant> {
        @Override
        public void serialize(final Instant instant, final JsonGenerator generator, final SerializerProvider provider)
                throws IOException {
            generator.writeString(instant.toString());
        }
    }

    private static final class InstantDeserializer extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(final JsonParser parser, final DeserializationContext context) throws IOException {
            try {
                return Instant.parse(parser.getText());
            } catch (final DateTimeParseException e) {
                throw new DatasetFormatException(
                        "Expected an instant such as 2024-05-01T12:00:00Z, found [%s]".formatted(parser.getText()), e);
            }
        }
    }
}
