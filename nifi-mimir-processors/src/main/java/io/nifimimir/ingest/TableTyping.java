/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.selection.RowMatcher;
import io.nifimimir.ingest.typing.CellScanners;
import io.nifimimir.ingest.typing.ColumnDecision;
import io.nifimimir.ingest.typing.ColumnTyper;
import io.nifimimir.ingest.typing.TablePreferences;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads rows and makes their cells what the assumed readings of the columns say, while it gathers what settles these readings. */
final class TableTyping {
    /** Every reader of JSON takes texts of this length; longer than any article, shorter than a file that is no table. */
    private static final int MAX_CELL_CHARACTERS = 10_000_000;

    /** What readers of JSON take as a name. */
    private static final int MAX_NAME_CHARACTERS = 50_000;

    private final TableReader reader;
    private final IngestOptions options;
    private final Rejections rejections;
    private final List<ColumnDecision> assumed;
    private final List<String> names;
    private final RowMatcher matcher;
    private final CellScanners scanners;
    private final List<ColumnTyper> typers = new ArrayList<>();
    private final List<ColumnDecision> readings = new ArrayList<>();
    private long rows;
    private long rowsRead;
    private boolean broken;

    /**
     * @param assumed readings of the columns that were known before, in their order; others are assumed by their first value
     * @param assumedNames names of columns that an earlier reading has found: they stand from the first row, because an encoding may have to know them
     *     before there is a value
     */
    TableTyping(
            final TableReader reader,
            final IngestOptions options,
            final Rejections rejections,
            final List<ColumnDecision> assumed,
            final List<String> assumedNames) {
        this.reader = reader;
        this.options = options;
        this.rejections = rejections;
        this.assumed = assumed;
        names = new ArrayList<>(assumedNames);
        scanners = new CellScanners(options.typing().calendar());
        matcher = options.selection().filter().map(RowMatcher::new).orElse(null);
    }

    /**
     * Reads some rows; columns may have been found with them.
     *
     * @return false where there are none left
     */
    boolean fill(final RowBatch batch) throws IOException {
        final long wanted = options.selection().rowLimit() - rows;
        // Without a filter the types are those of the rows that are wanted; with one, nobody knows beforehand which
        // these are
        batch.fill(this::next, matcher == null || wanted == 0 ? wanted : Long.MAX_VALUE, typers.size());
        rowsRead += batch.size();
        addColumns(batch);
        return batch.size() > 0;
    }

    private boolean next(final RowBuffer row) throws IOException {
        final boolean found = reader.next(row);
        if (found && row.characters() > MAX_CELL_CHARACTERS) {
            requireSaneCells(row);
        }
        return found;
    }

    private void requireSaneCells(final RowBuffer row) throws IngestException {
        for (int index = 0; index < row.size(); index++) {
            final int length = row.kind(index) == CellKind.TEXT ? row.end(index) - row.start(index) : 0;
            if (length > MAX_CELL_CHARACTERS) {
                throw new IngestException("%s: a cell of %,d characters, expected at most %,d: is a quote not closed?"
                        .formatted(reader.place(row.position()), length, MAX_CELL_CHARACTERS));
            }
        }
    }

    private void addColumns(final RowBatch batch) throws IngestException {
        for (int index = names.size(); index < reader.columns().size(); index++) {
            final String name = reader.columns().get(index);
            if (name.length() > MAX_NAME_CHARACTERS) {
                throw new IngestException(
                        "Column %d: a name of %,d characters, expected at most %,d: is a quote not closed?"
                                .formatted(index + 1, name.length(), MAX_NAME_CHARACTERS));
            }
            names.add(name);
        }
        if (names.size() > DatasetConverter.MAX_COLUMNS) {
            final String place =
                    batch.size() == 0 ? "The header" : reader.place(batch.row(0).position());
            throw new IngestException("%s: more than %,d columns".formatted(place, DatasetConverter.MAX_COLUMNS));
        }
        for (int index = typers.size(); index < names.size(); index++) {
            final ColumnDecision reading =
                    index < assumed.size() ? assumed.get(index) : assumeByFirstValue(batch, index);
            readings.add(reading);
            typers.add(typer(index, reading));
        }
    }

    private ColumnTyper typer(final int index, final ColumnDecision reading) {
        return new ColumnTyper(names.get(index), options.typing(), reader.isTextTyped(), scanners, reading);
    }

    private ColumnDecision assumeByFirstValue(final RowBatch batch, final int index) {
        final ColumnTyper typer = typer(index, null);
        for (int row = 0; row < batch.size() && !typer.hasValues(); row++) {
            typer.accept(batch.row(row), index, reader);
        }
        return typer.decide(TablePreferences.NONE);
    }

    /** Types the rows, and leaves only those that are wanted. */
    void type(final RowBatch batch) throws IOException {
        for (int index = 0; index < typers.size(); index++) {
            final ColumnTyper typer = typers.get(index);
            for (int row = 0; row < batch.size(); row++) {
                final ColumnTyper.Outcome outcome = typer.accept(batch.row(row), index, reader);
                if (outcome == ColumnTyper.Outcome.BROKEN) {
                    broken = true;
                } else if (outcome == ColumnTyper.Outcome.NULLED && !broken) {
                    reject(batch.row(row), index);
                }
            }
        }
        if (matcher != null) {
            dropUnwanted(batch);
        }
        rows += batch.size();
    }

    private void reject(final RowBuffer row, final int index) throws IOException {
        rejections.cell(
                reader.place(row.position()),
                names.get(index),
                row.string(index),
                "expected " + typers.get(index).expected());
    }

    private void dropUnwanted(final RowBatch batch) {
        final long wanted = options.selection().rowLimit() - rows;
        int kept = 0;
        for (int index = 0; index < batch.size() && kept < wanted; index++) {
            if (matcher.matches(batch.row(index), names)) {
                batch.swap(index, kept);
                kept++;
            }
        }
        batch.truncate(kept);
    }

    /** Checks what can only be told behind the last row. */
    void requireComplete() throws IngestException {
        reader.requireComplete();
        if (matcher != null && !matcher.missingColumns().isEmpty()) {
            throw new IngestException(
                    "The row filter looks at %s, the table has %s".formatted(matcher.missingColumns(), names));
        }
        if (rowsRead > 0 && rows == 0 && matcher != null) {
            throw new IngestException("No rows: the filter [%s] wants none of the %,d that were read"
                    .formatted(options.selection().filter().orElseThrow(), rowsRead));
        }
    }

    /** Names of the columns whose cells are typed. */
    List<String> columns() {
        return names;
    }

    /** How the cells of a column are read. */
    ColumnDecision reading(final int index) {
        return readings.get(index);
    }

    /** Rows that are wanted. */
    long rows() {
        return rows;
    }

    /** Whether some cell did not fit its column's assumed reading. */
    boolean isBroken() {
        return broken;
    }

    /**
     * What all rows say of the columns.
     *
     * @throws IngestException where a column is not of the type that the user has set
     */
    List<ColumnDecision> decide() throws IngestException {
        final boolean semicolons = ";".equals(reader.sourceInfo().get("delimiter"));
        final TablePreferences preferences = TablePreferences.of(typers, semicolons);
        final List<ColumnDecision> decisions = new ArrayList<>();
        for (final ColumnTyper typer : typers) {
            final ColumnDecision decision = typer.decide(preferences);
            final String violation = typer.hintViolation(decision);
            if (violation != null) {
                throw new IngestException(violation);
            }
            decisions.add(decision);
        }
        return decisions;
    }

    /** Whether the cells were read as these decisions say. */
    boolean reads(final List<ColumnDecision> decisions) {
        for (int index = 0; index < typers.size(); index++) {
            if (!typers.get(index).reads(decisions.get(index))) {
                return false;
            }
        }
        return !broken;
    }

    /** What an encoding has to know of a column to write the cells read so far. */
    ColumnForm form(final int index) {
        return typers.get(index).form();
    }

    /** What an encoding has to know of the columns, as they are settled. */
    List<ColumnForm> forms(final List<ColumnDecision> settled) {
        final List<ColumnForm> forms = new ArrayList<>();
        for (int index = 0; index < typers.size(); index++) {
            forms.add(typers.get(index).form(settled.get(index)));
        }
        return forms;
    }

    /** Cells of the column that are null because of a word that stands for a missing value, by this word. */
    Map<String, Long> nullWords(final int index) {
        return typers.get(index).nullWords();
    }

    /** Cells of the column that became null because they are of another type. */
    long misfits(final int index) {
        return typers.get(index).misfits();
    }
}
