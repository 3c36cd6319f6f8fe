/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.IngestException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * Where the rows of a JSON text are.
 *
 * @param path to the table within each of the text's outermost values
 * @param elementsAreRows whether an array at the path holds rows; otherwise it is one, as are objects in any case
 */
record JsonLayout(JsonCharset charset, JsonPath path, boolean elementsAreRows) {

    /** @throws IngestException where the path that is set is none */
    static JsonLayout detect(final ContentSource source, final Optional<String> wantedPath) throws IOException {
        final JsonCharset charset = JsonCharset.detect(source.prefix());
        if (wantedPath.isPresent()) {
            return new JsonLayout(charset, JsonPath.parse(wantedPath.get().strip()), true);
        }
        final TableScout scout = new TableScout();
        boolean elementsAreRows = true;
        try (JsonParser parser = charset.parse(() -> new ByteArrayInputStream(source.prefix()))) {
            final JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                elementsAreRows = !isFirstOfManyRows(parser);
            } else if (first == JsonToken.START_OBJECT) {
                scout.explore(parser);
            }
        } catch (final JsonProcessingException | CharacterCodingException e) {
            // The prefix is cut off anywhere, or the text is damaged, which its reader tells with the place
            return new JsonLayout(charset, scout.table(), elementsAreRows);
        }
        return new JsonLayout(charset, scout.table(), elementsAreRows);
    }

    /** Whether an array of plain values is followed by another array, so that each of them is a row of cells. */
    private static boolean isFirstOfManyRows(final JsonParser parser) throws IOException {
        final JsonToken element = parser.nextToken();
        if (element == JsonToken.START_OBJECT || element == JsonToken.START_ARRAY) {
            return false;
        }
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            parser.nextToken();
            parser.skipChildren();
        }
        return parser.nextToken() == JsonToken.START_ARRAY;
    }
}
