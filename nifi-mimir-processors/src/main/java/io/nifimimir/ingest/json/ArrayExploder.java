/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a row of each element of one array. The array is kept as text until the fields behind it were read, for they are repeated with each element. */
final class ArrayExploder {
    /** Characters of an array; a larger one is no part of a row, but the table. */
    private static final int MAX_ARRAY_CHARACTERS = 32 * 1024 * 1024;

    private static final String EMPTY = "[]";

    private final boolean explodes;
    private final Optional<String> wanted;
    private final Set<String> textFields = new LinkedHashSet<>();
    private final RowBuffer others = new RowBuffer();
    private FieldPath exploded;
    private String array;
    private JsonTokens elements;

    ArrayExploder(final JsonOptions options) {
        explodes = options.arrays() == JsonOptions.Arrays.EXPLODE;
        wanted = options.explodedField().map(String::strip);
    }

    /** Forgets the array of the last object. */
    void begin() {
        array = null;
        elements = null;
    }

    /** Takes the array at whose beginning the parser stands, if it is the one to explode. */
    boolean take(final JsonTokens tokens, final FieldPath field) throws IOException {
        if (!explodes) {
            return false;
        }
        if (exploded == null && (wanted.isEmpty() || wanted.get().equals(field.name()))) {
            exploded = field;
        }
        if (field != exploded) {
            textFields.add(field.name());
            return false;
        }
        array = JsonText.read(tokens, field.name(), MAX_ARRAY_CHARACTERS);
        return true;
    }

    /** Forgets the array where it stood in a field that has come again. */
    void forget(final FieldPath field) {
        if (exploded != null && (field == exploded || exploded.isForgotten())) {
            array = null;
        }
    }

    /** Keeps the other cells of the row for the elements; false where there are none, so that the row stands for itself. */
    boolean keep(final RowBuffer row, final JsonTokens tokens) throws IOException {
        if (array == null || array.equals(EMPTY)) {
            return false;
        }
        others.copy(row);
        elements = tokens.within(JsonText.FACTORY.createParser(array));
        elements.parser().nextToken();
        return true;
    }

    /** Makes a row of the next element; false where there is none. */
    boolean next(final RowBuffer row, final ObjectFlattener flattener) throws IOException {
        if (elements == null) {
            return false;
        }
        if (elements.parser().nextToken() == JsonToken.END_ARRAY) {
            elements.parser().close();
            elements = null;
            return false;
        }
        row.copy(others);
        flattener.addElement(elements, exploded, row);
        return true;
    }

    /** @throws IngestException where the field that is set is not there */
    void requireField(final long rows) throws IngestException {
        if (explodes && wanted.isPresent() && exploded == null) {
            throw new IngestException("No array in the field [%s] of any of the %,d elements, which have arrays in %s"
                    .formatted(wanted.get(), rows, textFields));
        }
    }

    void addTo(final Map<String, Object> sourceInfo) {
        if (exploded != null) {
            sourceInfo.put("exploded_field", exploded.name());
        }
        if (!textFields.isEmpty()) {
            sourceInfo.put("arrays_as_text", List.copyOf(textFields));
        }
    }
}
