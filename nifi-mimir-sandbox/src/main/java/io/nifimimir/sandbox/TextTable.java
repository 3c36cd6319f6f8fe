/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table for a terminal; a cell may have several lines. */
final class TextTable {
    private static final String GAP = "  ";

    /** Five columns of it fit the terminal of a laptop. */
    private static final int MAX_WIDTH = 38;

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(final String... header) {
        rows.add(List.of(header));
    }

    void add(final String... cells) {
        rows.add(Arrays.stream(cells).map(TextTable::wrap).toList());
    }

    private static String wrap(final String cell) {
        return cell.lines().map(TextTable::wrapLine).collect(Collectors.joining("\n"));
    }

    private static String wrapLine(final String line) {
        final StringBuilder wrapped = new StringBuilder();
        int length = 0;
        for (final String word : line.split(" ")) {
            if (length > 0 && length + 1 + word.length() > MAX_WIDTH) {
                wrapped.append("\n  ");
                length = 2;
            } else if (length > 0) {
                wrapped.append(' ');
                length++;
            }
            wrapped.append(word);
            length += word.length();
        }
        return wrapped.toString();
    }

    @Override
    public String toString() {
        final int[] widths = new int[rows.getFirst().size()];
        for (final List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(
                        widths[column],
                        row.get(column).lines().mapToInt(String::length).max().orElse(0));
            }
        }
        final String rule = "-".repeat(Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1));
        final StringBuilder text = new StringBuilder();
        for (final List<String> row : rows) {
            append(text, row, widths);
            text.append(rule).append('\n');
        }
        return text.toString();
    }

    private static void append(final StringBuilder text, final List<String> row, final int[] widths) {
        final List<List<String>> cells =
                row.stream().map(cell -> cell.lines().toList()).toList();
        final int height = cells.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < height; line++) {
            final StringBuilder printed = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                final List<String> cell = cells.get(column);
                final String part = line < cell.size() ? cell.get(line) : "";
                printed.append(part)
                        .append(" ".repeat(widths[column] - part.length()))
                        .append(GAP);
            }
            text.append(printed.toString().stripTrailing()).append('\n');
        }
    }
}
