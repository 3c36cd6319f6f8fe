/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import io.nifimimir.dataset.RowBuffer;

import java.io.IOException;

/** Puts values into cells: numbers and texts as they are written, arrays and objects as JSON text. */
final class JsonCells {
    private JsonCells() {}

    /** Adds the value at whose first token the parser stands, and reads it to its last one. */
    static void add(final JsonTokens tokens, final String field, final RowBuffer row) throws IOException {
        final JsonParser parser = tokens.parser();
        switch (parser.currentToken()) {
            case VALUE_STRING ->
                row.addText(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_NUMBER_FLOAT -> addFloat(parser, row);
            case VALUE_NUMBER_INT ->
                row.addNumber(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_TRUE -> row.addBoolean(true);
            case VALUE_FALSE -> row.addBoolean(false);
            case VALUE_NULL -> row.addNull();
            default -> row.addText(JsonText.read(tokens, field, JsonText.MAX_CELL_CHARACTERS));
        }
    }

    /** A NaN says that there is no value; an infinity is none that a number of the dataset can be. */
    private static void addFloat(final JsonParser parser, final RowBuffer row) throws IOException {
        if (!parser.isNaN()) {
            row.addNumber(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } else if (parser.getText().endsWith("NaN")) {
            row.addNull();
        } else {
            row.addText(parser.getText());
        }
    }
}
