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
 * @param header names of the columns where they stand beside rows that are arrays
 */
record JsonLayout(JsonCharset charset, JsonPath path, boolean elementsAreRows, Optional<ColumnHeader> header) {

    /** @throws IngestException where the path that is set is none */
    static JsonLayout detect(final ContentSource source, final Optional<String> wantedPath) throws IOException {
        final JsonCharset charset = JsonCharset.detect(source.prefix());
        final Optional<JsonPath> wanted = wantedPath.isPresent()
                ? Optional.of(JsonPath.parse(wantedPath.get().strip()))
                : Optional.empty();
        final TableScout scout = new TableScout();
        final boolean elementsAreRows = explore(charset, source, scout) || wanted.isPresent();
        final JsonPath table = wanted.orElseGet(scout::table);
        return new JsonLayout(charset, table, elementsAreRows, scout.header(table));
    }

    /** Looks at the beginning; false where an array is the first of many rows. */
    private static boolean explore(final JsonCharset charset, final ContentSource source, final TableScout scout)
            throws IOException {
        try (JsonParser parser = charset.parse(() -> new ByteArrayInputStream(source.prefix()))) {
            final JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                scout.explore(parser);
            }
            return first != JsonToken.START_ARRAY || !isFirstOfManyRows(parser);
        } catch (final JsonProcessingException | CharacterCodingException e) {
            // The prefix is cut off anywhere, or the text is damaged, which its reader tells with the place
            return true;
        }
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
