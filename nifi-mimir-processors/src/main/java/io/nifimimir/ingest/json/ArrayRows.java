/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.layout.ColumnNames;
import io.nifimimir.ingest.layout.HeaderFinder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arrays of cells. The first one is the header where it holds nothing but texts, as that of a sheet, unless the names stand beside the rows. */
final class ArrayRows implements RowShape {
    private final JsonTokens tokens;
    private final JsonColumns columns;
    private final Rejected rejected;
    private Map<String, String> renamed = Map.of();
    private boolean first = true;
    private boolean header;
    private long shortRows;

    /** @param besides names that stand beside the rows */
    ArrayRows(
            final JsonTokens tokens,
            final JsonColumns columns,
            final Rejected rejected,
            final Optional<ColumnHeader> besides)
            throws IOException {
        this.tokens = tokens;
        this.columns = columns;
        this.rejected = rejected;
        if (besides.isPresent()) {
            first = false;
            header = true;
            takeNames(besides.get().names());
        }
    }

    @Override
    public boolean accepts(final JsonToken token) {
        return token == JsonToken.START_ARRAY;
    }

    @Override
    public boolean read(final RowBuffer row) throws IOException {
        while (tokens.parser().nextToken() != JsonToken.END_ARRAY) {
            JsonCells.add(tokens, "column_" + (row.size() + 1), row);
        }
        if (first) {
            first = false;
            header = readHeader(row);
            if (header) {
                return false;
            }
        }
        return fit(row);
    }

    private boolean readHeader(final RowBuffer row) throws IOException {
        final Object[] cells = new Object[row.size()];
        final List<String> texts = new ArrayList<>();
        for (int index = 0; index < row.size(); index++) {
            cells[index] = row.value(index);
            texts.add(cells[index] == null ? null : cells[index].toString());
        }
        // Unlike a sheet, whoever writes a header as JSON names each column
        if (texts.stream().anyMatch(HeaderFinder::isBlank) || HeaderFinder.find(List.<Object[]>of(cells)) < 0) {
            return false;
        }
        takeNames(texts);
        return true;
    }

    private void takeNames(final List<String> texts) throws IOException {
        final ColumnNames names = ColumnNames.of(texts);
        for (final String name : names.names()) {
            columns.add(name, tokens);
        }
        renamed = names.renamed();
    }

    /** Without a header, the widest row tells the number of columns; with one, a wider row is of another table. */
    private boolean fit(final RowBuffer row) throws IOException {
        while (row.size() > columns.names().size() && row.kind(row.size() - 1) == CellKind.NULL) {
            row.removeLast();
        }
        final int width = columns.names().size();
        if (header && row.size() > width) {
            rejected.row(row.position(), "%d cells, expected %d".formatted(row.size(), width), joined(row));
            return false;
        }
        while (columns.names().size() < row.size()) {
            columns.add("", tokens);
        }
        shortRows += row.size() < width ? 1 : 0;
        return true;
    }

    private static String joined(final RowBuffer row) {
        final List<String> cells = new ArrayList<>();
        for (int index = 0; index < row.size(); index++) {
            cells.add(String.valueOf(row.value(index)));
        }
        return cells.toString();
    }

    @Override
    public String plural() {
        return "arrays";
    }

    @Override
    public void addTo(final Map<String, Object> sourceInfo) {
        sourceInfo.put("has_header", header);
        if (!renamed.isEmpty()) {
            sourceInfo.put("renamed_columns", renamed);
        }
        if (shortRows > 0) {
            sourceInfo.put("short_rows", shortRows);
        }
    }
}
