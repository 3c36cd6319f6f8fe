/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.RowBuffer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells the rows of totals and the notes that people put below a table from its data. They look like it only at the end: so such rows are held back,
 * and where data follows after all, they are data themselves.
 */
public final class TableEnd {
    private static final int MAX_HELD = 20;
    private static final int MAX_TOTAL_LENGTH = 20;
    private static final Set<String> TOTALS = Set.of(
            "total",
            "totals",
            "grand total",
            "overall total",
            "sum",
            "gesamt",
            "gesamtsumme",
            "summe",
            "somme",
            "total g\u00e9n\u00e9ral",
            "suma",
            "total general",
            "totale",
            "totaal",
            "soma",
            "toplam",
            "jumla",
            "jumlah",
            "\u0438\u0442\u043e\u0433\u043e",
            "\u0432\u0441\u0435\u0433\u043e",
            "\u0440\u0430\u0437\u043e\u043c",
            "\u0432\u0441\u044c\u043e\u0433\u043e",
            "\u0627\u0644\u0645\u062c\u0645\u0648\u0639",
            "\u0627\u0644\u0625\u062c\u0645\u0627\u0644\u064a",
            "\u0645\u062c\u0645\u0648\u0639",
            "\u062c\u0645\u0639",
            "\u5408\u8ba1",
            "\u603b\u8ba1");

    private static final String FIRST_LETTERS =
            TOTALS.stream().map(word -> word.substring(0, 1)).distinct().collect(Collectors.joining());

    /** Delimiters at its end make it a row, unless it says that it is none. */
    private static final Pattern NOTE = Pattern.compile(
            "\\s*([*\u2020\u2021\u00a9]|\\(?\\d\\)\\s|(source|sources|note|notes|nb|n\\.b\\.|quelle|quellen|hinweis|anmerkung|fuente|nota|fonte|remarque|"
                    + "disclaimer|data source|last updated|as of|generated|exported|prepared by|downloaded)\\b).*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final Deque<RowBuffer> held = new ArrayDeque<>();
    private boolean totalsAreData;

    /** What stands below the last row: {@code totals} are rows, {@code notes} are texts. */
    public record Found(List<RowBuffer> totals, List<RowBuffer> notes) {}

    /**
     * Looks at a row that fits into the table.
     *
     * @param width number of columns
     * @return whether it is held back, and not to be used now
     */
    public boolean holdsBack(final RowBuffer row, final int width) {
        if (held.size() == MAX_HELD || width < 2 || !looksLikeEnd(row, width)) {
            return false;
        }
        final RowBuffer copy = new RowBuffer();
        copy.copy(row);
        held.add(copy);
        return true;
    }

    /** The rows held back, because data follows: they are data too. */
    public Deque<RowBuffer> release() {
        totalsAreData = totalsAreData || held.stream().anyMatch(TableEnd::isTotal);
        final Deque<RowBuffer> released = new ArrayDeque<>(held);
        held.clear();
        return released;
    }

    public boolean isHolding() {
        return !held.isEmpty();
    }

    /** What was held back when the text ended. */
    public Found finish() {
        final List<RowBuffer> totals = new ArrayList<>();
        final List<RowBuffer> notes = new ArrayList<>();
        held.forEach(row -> (isTotal(row) ? totals : notes).add(row));
        held.clear();
        return new Found(totals, notes);
    }

    private boolean looksLikeEnd(final RowBuffer row, final int width) {
        if (row.kind(0) != CellKind.TEXT || row.end(0) == row.start(0)) {
            return false;
        }
        if (row.size() == 1) {
            return width > 2 && isSentence(row);
        }
        // Most rows end here: their first cell has another length, or begins with a digit
        final int length = row.end(0) - row.start(0);
        final char first = Character.toLowerCase(row.text()[row.start(0)]);
        if (length <= MAX_TOTAL_LENGTH && FIRST_LETTERS.indexOf(first) >= 0 && isTotal(row)) {
            return !totalsAreData;
        }
        return (row.size() < width || isRestBlank(row))
                && NOTE.matcher(row.string(0)).matches();
    }

    /** A line without any delimiter is a note where it is more than a word. */
    private static boolean isSentence(final RowBuffer row) {
        boolean letter = false;
        for (int place = row.start(0); place < row.end(0); place++) {
            final char character = row.text()[place];
            if (letter && (character == ':' || Character.isWhitespace(character))) {
                return true;
            }
            letter |= Character.isLetter(character);
        }
        return false;
    }

    private static boolean isTotal(final RowBuffer row) {
        if (row.size() < 2 || row.kind(0) != CellKind.TEXT || row.end(0) - row.start(0) > MAX_TOTAL_LENGTH) {
            return false;
        }
        final String first = row.string(0).strip().toLowerCase(Locale.ROOT);
        return TOTALS.contains(
                first.endsWith(":") ? first.substring(0, first.length() - 1).strip() : first);
    }

    private static boolean isRestBlank(final RowBuffer row) {
        for (int index = 1; index < row.size(); index++) {
            if (row.kind(index) == CellKind.NULL) {
                continue;
            }
            if (row.kind(index) != CellKind.TEXT) {
                return false;
            }
            for (int place = row.start(index); place < row.end(index); place++) {
                if (!Character.isWhitespace(row.text()[place])) {
                    return false;
                }
            }
        }
        return true;
    }
}
