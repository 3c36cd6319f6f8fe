/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetProfile;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.dataset.RowEncoder;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.ingest.profile.ColumnProfiler;
import io.nifimimir.ingest.profile.ProfileSize;
import io.nifimimir.ingest.profile.RowProfiler;
import io.nifimimir.ingest.series.SeriesFinding;
import io.nifimimir.ingest.series.SeriesScout;
import io.nifimimir.ingest.typing.CellScanners;
import io.nifimimir.ingest.typing.ColumnDecision;
import io.nifimimir.ingest.typing.ColumnTyper;
import io.nifimimir.ingest.typing.TablePreferences;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One reading of a table by assumed readings of its columns: each row is typed, profiled and encoded as it comes. Should an assumption break, the pass goes on
 * to gather what is needed to settle the readings, and its profile and encoding are of no use.
 */
final class TablePass {
    /** Every reader of JSON takes texts of this length; longer than any article, shorter than a file that is no table. */
    private static final int MAX_CELL_CHARACTERS = 10_000_000;

    /** Rows that are typed and profiled column by column, so that what belongs to a column stays in the processor's cache. */
    private static final int BATCH_ROWS = 128;

    private static final int BATCH_CELLS = 8_192;
    private static final int BATCH_CHARACTERS = 1 << 20;

    private final TableReader reader;
    private final IngestOptions options;
    private final Rejections rejections;
    private final List<ColumnDecision> assumed;
    private final List<ColumnForm> assumedForms;
    private final CellScanners scanners = new CellScanners();
    private final List<ColumnTyper> typers = new ArrayList<>();
    private final List<ColumnProfiler> profilers = new ArrayList<>();
    private final List<ColumnForm> forms = new ArrayList<>();
    private final RowProfiler rowProfiler = new RowProfiler();
    private final SeriesScout scout;
    private final RowBuffer[] batch = new RowBuffer[BATCH_ROWS];
    private int batched;
    private long[][] hashes = new long[BATCH_ROWS][0];
    private int encodedColumns;
    private ProfileSize profileSize;
    private long rows;
    private boolean broken;

    /**
     * @param assumed readings of the columns that were known before, in their order; others are assumed by their first value
     * @param assumedForms their forms, where these are known
     */
    TablePass(
            final TableReader reader,
            final IngestOptions options,
            final Rejections rejections,
            final List<ColumnDecision> assumed,
            final List<ColumnForm> assumedForms) {
        this.reader = reader;
        this.options = options;
        this.rejections = rejections;
        this.assumed = assumed;
        this.assumedForms = assumedForms;
        scout = new SeriesScout(options.series(), reader.columns(), profilers);
    }

    /** Reads the first rows, for what they say of the columns. */
    void sample(final int most) throws IOException {
        addColumns();
        while (rows < most && fill()) {
            typeCells();
            rows += batched;
        }
    }

    private List<ColumnDecision> decide() {
        final boolean semicolons = ";".equals(reader.sourceInfo().get("delimiter"));
        final TablePreferences preferences = TablePreferences.of(typers, semicolons);
        return typers.stream().map(typer -> typer.decide(preferences)).toList();
    }

    /** Reads all rows. */
    void run(final DatasetEncoding encoding, final OutputStream output) throws IOException {
        addColumns();
        try (RowEncoder encoder = encoding.encodeRows(output, forms)) {
            while (fill()) {
                broken = broken || (rows > 0 && forms.size() > encodedColumns && !encoding.takesLateColumns());
                encodedColumns = forms.size();
                typeCells();
                if (!broken) {
                    profileCells();
                    for (int index = 0; index < batched; index++) {
                        broken = !encoder.write(batch[index]) || broken;
                    }
                }
                rows += batched;
            }
        }
    }

    /** Reads some rows; false where there are none left. */
    private boolean fill() throws IOException {
        batched = 0;
        int characters = 0;
        final int most = Math.clamp(BATCH_CELLS / Math.max(1, typers.size()), 1, BATCH_ROWS);
        while (batched < most && characters < BATCH_CHARACTERS) {
            if (batch[batched] == null) {
                batch[batched] = new RowBuffer();
            }
            final RowBuffer row = batch[batched];
            if (!reader.next(row)) {
                break;
            }
            requireSaneCells(row);
            characters += row.characters();
            batched++;
        }
        addColumns();
        return batched > 0;
    }

    private void requireColumns() throws IngestException {
        if (reader.columns().size() > DatasetConverter.MAX_COLUMNS) {
            throw new IngestException("%s: more than %,d columns"
                    .formatted(reader.place(batch[0].position()), DatasetConverter.MAX_COLUMNS));
        }
    }

    private void addColumns() throws IngestException {
        final List<String> names = reader.columns();
        if (names.size() == typers.size()) {
            return;
        }
        requireColumns();
        if (profileSize == null) {
            profileSize = ProfileSize.forColumns(names.size());
        }
        for (int index = typers.size(); index < names.size(); index++) {
            final ColumnDecision decision = index < assumed.size() ? assumed.get(index) : assumeByFirstValue(index);
            typers.add(new ColumnTyper(names.get(index), options.typing(), reader.isTextTyped(), scanners, decision));
            final ColumnProfiler profiler = new ColumnProfiler(decision.dataType(), profileSize);
            profiler.acceptNulls(rows);
            profilers.add(profiler);
            forms.add(assumedForm(index, decision));
        }
        hashes = new long[BATCH_ROWS][typers.size()];
    }

    private ColumnForm assumedForm(final int index, final ColumnDecision decision) {
        final boolean known =
                index < assumedForms.size() && assumedForms.get(index).dataType() == decision.dataType();
        return known ? assumedForms.get(index) : typers.get(index).form();
    }

    private ColumnDecision assumeByFirstValue(final int index) {
        final ColumnTyper typer =
                new ColumnTyper(reader.columns().get(index), options.typing(), reader.isTextTyped(), scanners, null);
        for (int row = 0; row < batched && !typer.hasValues(); row++) {
            typer.accept(batch[row], index, reader);
        }
        return typer.decide(TablePreferences.NONE);
    }

    private void requireSaneCells(final RowBuffer row) throws IngestException {
        if (row.characters() <= MAX_CELL_CHARACTERS) {
            return;
        }
        for (int index = 0; index < row.size(); index++) {
            final int length = row.kind(index) == CellKind.TEXT ? row.end(index) - row.start(index) : 0;
            if (length > MAX_CELL_CHARACTERS) {
                throw new IngestException("%s: a cell of %,d characters, expected at most %,d: is a quote not closed?"
                        .formatted(reader.place(row.position()), length, MAX_CELL_CHARACTERS));
            }
        }
    }

    private void typeCells() throws IOException {
        for (int index = 0; index < typers.size(); index++) {
            final ColumnTyper typer = typers.get(index);
            for (int row = 0; row < batched; row++) {
                final ColumnTyper.Outcome outcome = typer.accept(batch[row], index, reader);
                if (outcome == ColumnTyper.Outcome.BROKEN) {
                    broken = true;
                } else if (outcome == ColumnTyper.Outcome.NULLED && !broken) {
                    rejections.cell(
                            reader.place(batch[row].position()),
                            reader.columns().get(index),
                            batch[row].string(index),
                            "expected " + typer.expected());
                }
            }
        }
    }

    private void profileCells() {
        final int columns = profilers.size();
        for (int index = 0; index < columns; index++) {
            final ColumnProfiler profiler = profilers.get(index);
            for (int row = 0; row < batched; row++) {
                hashes[row][index] = profiler.accept(batch[row], index);
            }
        }
        for (int row = 0; row < batched; row++) {
            rowProfiler.accept(hashes[row], columns);
            scout.accept(batch[row], hashes[row]);
        }
    }

    long rows() {
        return rows;
    }

    /** Whether some cell did not fit its column's assumed reading. */
    boolean isBroken() {
        return broken;
    }

    /** What all rows say of the columns. */
    List<ColumnDecision> decisions() throws IngestException {
        final List<ColumnDecision> decisions = decide();
        for (int index = 0; index < decisions.size(); index++) {
            final String violation = typers.get(index).hintViolation(decisions.get(index));
            if (violation != null) {
                throw new IngestException(violation);
            }
        }
        return decisions;
    }

    /** Whether what was encoded stands, given what was settled. */
    boolean holds(final List<ColumnDecision> settled, final DatasetEncoding encoding) {
        if (broken) {
            return false;
        }
        for (int index = 0; index < typers.size(); index++) {
            final boolean alike = typers.get(index).reads(settled.get(index))
                    && encoding.isCompatible(forms.get(index), typers.get(index).form());
            if (!alike) {
                return false;
            }
        }
        return true;
    }

    /** What the encoding has to know of the columns. */
    List<ColumnForm> forms() {
        return typers.stream().map(ColumnTyper::form).toList();
    }

    DatasetProfile rowProfile() {
        return rowProfiler.profile(reader.columns());
    }

    SeriesFinding series() {
        return scout.finish();
    }

    List<Column> columns(final TimeSeriesConfig series) {
        final List<Column> columns = new ArrayList<>();
        for (int index = 0; index < profilers.size(); index++) {
            final String name = reader.columns().get(index);
            final boolean partOfSeries = series != null
                    && (series.dateColumn().equals(name)
                            || series.metricColumns().contains(name));
            columns.add(profilers.get(index).toColumn(name, index, partOfSeries));
        }
        return columns;
    }

    /** Cells of the column that became null because they are of another type. */
    long misfits(final int index) {
        return typers.get(index).misfits();
    }
}
