/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import java.util.Iterator;
import java.util.regex.Pattern;

/** Tells Markdown by its first lines, where it shows there and nothing else looks like it. */
final class MarkdownBeginning {
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9._-]+:(\\s.*)?");
    private static final Pattern DELIMITER = Pattern.compile(":?-+:?");

    private MarkdownBeginning() {}

    /** Whether the text begins with a header of cells and, below it, dashes for each of them. */
    static boolean isTable(final String text) {
        final Iterator<String> lines = text.stripLeading().lines().iterator();
        final int columns = lines.hasNext() ? cells(lines.next(), false) : 0;
        return columns > 0 && lines.hasNext() && cells(lines.next(), true) == columns;
    }

    /** Cells between the bars of a line, of which one at each end is only an ornament; 0 where it has no bars, or its cells are not of dashes but should be. */
    private static int cells(final String line, final boolean dashes) {
        final String stripped = line.strip();
        if (stripped.indexOf('|') < 0) {
            return 0;
        }
        int cells = 0;
        int start = stripped.startsWith("|") ? 1 : 0;
        while (start < stripped.length()) {
            int bar = stripped.indexOf('|', start);
            while (bar > 0 && stripped.charAt(bar - 1) == '\\') {
                bar = stripped.indexOf('|', bar + 1);
            }
            final int end = bar < 0 ? stripped.length() : bar;
            if (dashes
                    && !DELIMITER
                            .matcher(stripped.substring(start, end).strip())
                            .matches()) {
                return 0;
            }
            cells++;
            start = end + 1;
        }
        return cells;
    }

    /** Whether the text begins with fields between lines of three dashes. */
    static boolean isFrontMatter(final String text) {
        final Iterator<String> lines = text.lines().iterator();
        if (!lines.hasNext() || !lines.next().stripTrailing().equals("---")) {
            return false;
        }
        boolean hasField = false;
        while (lines.hasNext()) {
            final String line = lines.next().stripTrailing();
            if (line.equals("---")) {
                return hasField;
            }
            hasField = hasField || FIELD.matcher(line).matches();
        }
        return false;
    }
}
