/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.automl;

import io.nifimimir.training.ModelTask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of which it is known what somebody would want to predict.
 *
 * @param rows cells as they stand in a file; empty for a missing one
 */
record LabelledTable(String name, List<String> header, List<List<String>> rows, String target, ModelTask task) {

    /** With the cells of another column behind the others. */
    LabelledTable with(final String column, final List<String> cells) {
        final List<String> wider = new ArrayList<>(header);
        wider.add(column);
        final List<List<String>> widerRows = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            final List<String> widerRow = new ArrayList<>(rows.get(row));
            widerRow.add(cells.get(row));
            widerRows.add(widerRow);
        }

        return new LabelledTable(name, wider, widerRows, target, task);
    }

    List<String> labels() {
        final int index = header.indexOf(target);
        return rows.stream().map(row -> row.get(index)).toList();
    }

    void writeTo(final Path file) throws IOException {
        final List<String> lines = new ArrayList<>(List.of(line(header)));
        rows.forEach(row -> lines.add(line(row)));
        Files.write(file, lines);
    }

    private static String line(final List<String> cells) {
        return cells.stream()
                .map(cell -> cell.isEmpty() ? "" : '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
    }
}
