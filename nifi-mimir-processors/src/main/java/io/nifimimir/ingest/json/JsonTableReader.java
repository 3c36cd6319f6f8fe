/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.TableReader;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of the table in a JSON text. */
final class JsonTableReader implements TableReader {
    private final JsonTokens tokens;
    private final JsonLayout layout;
    private final JsonOptions options;
    private final JsonColumns columns = new JsonColumns();
    private final Rejected rejected;
    private RowShape shape;
    private boolean inArray;

    JsonTableReader(
            final JsonParser parser, final JsonLayout layout, final JsonOptions options, final Rejections rejections) {
        tokens = new JsonTokens(parser, layout);
        this.layout = layout;
        this.options = options;
        rejected = new Rejected(rejections);
    }

    @Override
    public boolean next(final RowBuffer row) throws IOException {
        try {
            return (shape != null && shape.readMore(row)) || readNext(row);
        } catch (final IOException e) {
            throw tokens.explain(e);
        }
    }

    private boolean readNext(final RowBuffer row) throws IOException {
        while (true) {
            row.clear();
            final JsonToken first = tokens.nextRow();
            if (first == null) {
                if (shape != null) {
                    shape.finish();
                }
                return false;
            }
            if (shape == null) {
                shape = shape(first);
                inArray = tokens.isInArray();
            }
            row.setPosition(tokens.position());
            if (!shape.accepts(first)) {
                rejected.row(
                        row.position(),
                        "found %s, expected one of the %s that the table began with"
                                .formatted(kind(first), shape.plural()),
                        JsonText.read(tokens, "", JsonText.MAX_CELL_CHARACTERS));
            } else if (shape.read(row)) {
                return true;
            }
        }
    }

    private RowShape shape(final JsonToken first) throws IOException {
        return switch (first) {
            case START_OBJECT -> new ObjectRows(tokens, columns, options);
            case START_ARRAY -> new ArrayRows(tokens, columns, rejected, layout.header());
            default -> new ScalarRows(tokens, columns);
        };
    }

    private static String kind(final JsonToken first) {
        return switch (first) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "a plain value";
        };
    }

    @Override
    public List<String> columns() {
        return columns.names();
    }

    @Override
    public Map<String, Object> sourceInfo() {
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("charset", layout.charset().charset().name());
        if (shape != null) {
            info.put("json_layout", inArray ? "array of " + shape.plural() : shape.plural() + " one after the other");
            shape.addTo(info);
        }
        if (!layout.path().isWhole()) {
            info.put("json_path", layout.path().toString());
        }
        layout.header()
                .ifPresent(header -> info.put("json_header_path", header.path().toString()));
        if (rejected.rows() > 0) {
            info.put("rejected_rows", rejected.rows());
        }
        return info;
    }

    @Override
    public String place(final long position) {
        return JsonTokens.place(position);
    }

    @Override
    public boolean isTextTyped() {
        return true;
    }

    @Override
    public void close() throws IOException {
        tokens.close();
    }
}
