/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.nifimimir.ingest.IngestException;

import java.io.IOException;
import java.io.StringWriter;

/** Values that stay JSON: without the space between their tokens, and with each digit of their numbers. */
final class JsonText {
    /** Takes NaN and Infinity, which are no JSON, and which many programs write. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** What a cell may hold at most. */
    static final int MAX_CELL_CHARACTERS = 10_000_000;

    private JsonText() {}

    /**
     * Reads the value at whose first token the parser stands, to its last one.
     *
     * @throws IngestException where it is longer than it may be: it is then rather the table itself than a part of a row
     */
    static String read(final JsonTokens tokens, final String field, final int mostCharacters) throws IOException {
        final JsonParser parser = tokens.parser();
        final StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            int depth = 0;
            do {
                final JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                copy(parser, generator);
                if (text.getBuffer().length() > mostCharacters) {
                    throw new IngestException(
                            "%s, element %d: the field [%s] holds an array or object of more than %,d characters: if it is the table, set the JSON path to it"
                                    .formatted(tokens.place(), tokens.row(), field, mostCharacters));
                }
            } while (depth > 0 && parser.nextToken() != null);
        }
        return text.toString();
    }

    private static void copy(final JsonParser parser, final JsonGenerator generator) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> generator.writeStartObject();
            case END_OBJECT -> generator.writeEndObject();
            case START_ARRAY -> generator.writeStartArray();
            case END_ARRAY -> generator.writeEndArray();
            case FIELD_NAME -> generator.writeFieldName(parser.currentName());
            case VALUE_STRING ->
                generator.writeString(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            // As it is written: by way of a double it would lose digits
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> generator.writeBoolean(parser.currentToken() == JsonToken.VALUE_TRUE);
            default -> generator.writeNull();
        }
    }
}
