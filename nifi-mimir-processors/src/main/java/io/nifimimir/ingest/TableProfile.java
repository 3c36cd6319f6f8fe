/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetProfile;
import io.nifimimir.dataset.RowEncoder;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.ingest.profile.ColumnProfiler;
import io.nifimimir.ingest.profile.ProfileSize;
import io.nifimimir.ingest.profile.RowProfiler;
import io.nifimimir.ingest.series.SeriesFinding;
import io.nifimimir.ingest.series.SeriesOptions;
import io.nifimimir.ingest.series.SeriesScout;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Profiles typed rows and encodes them. Not safe for use by several threads at a time. */
final class TableProfile implements Closeable {
    private final List<String> names = new ArrayList<>();
    private final List<ColumnForm> forms = new ArrayList<>();
    private final List<ColumnProfiler> profilers = new ArrayList<>();
    private final RowProfiler rowProfiler = new RowProfiler();
    private final SeriesScout scout;
    private final boolean takesLateColumns;
    private final RowEncoder encoder;
    private ProfileSize profileSize;
    private boolean encoded = true;

    /** @param columns forms of the columns that are known; empty where the encoding takes columns later */
    TableProfile(
            final SeriesOptions options,
            final DatasetEncoding encoding,
            final OutputStream output,
            final List<ColumnForm> columns)
            throws IOException {
        scout = new SeriesScout(options, names, profilers);
        takesLateColumns = encoding.takesLateColumns();
        addColumns(columns, 0);
        encoder = encoding.encodeRows(output, forms);
    }

    /** @param rowsBefore rows from before these columns were found */
    void addColumns(final List<ColumnForm> columns, final long rowsBefore) {
        encoded = encoded && (takesLateColumns || rowsBefore == 0 && profilers.isEmpty() || columns.isEmpty());
        for (final ColumnForm column : columns) {
            if (profileSize == null) {
                profileSize = ProfileSize.forColumns(columns.size());
            }
            names.add(column.name());
            forms.add(column);
            final ColumnProfiler profiler = new ColumnProfiler(column.dataType(), profileSize);
            profiler.acceptNulls(rowsBefore);
            profilers.add(profiler);
        }
    }

    void accept(final RowBatch batch) throws IOException {
        final int columns = profilers.size();
        for (int row = 0; row < batch.size(); row++) {
            batch.row(row).padTo(columns);
        }
        for (int index = 0; index < columns; index++) {
            final ColumnProfiler profiler = profilers.get(index);
            for (int row = 0; row < batch.size(); row++) {
                batch.hashes(row, columns)[index] = profiler.accept(batch.row(row), index);
            }
        }
        for (int row = 0; row < batch.size(); row++) {
            final long[] hashes = batch.hashes(row, columns);
            rowProfiler.accept(hashes, columns);
            scout.accept(batch.row(row), hashes);
            encoded = encoded && encoder.write(batch.row(row));
        }
    }

    /** Ends the encoding. */
    @Override
    public void close() throws IOException {
        encoder.close();
    }

    /** The forms that the rows are encoded in. */
    List<ColumnForm> forms() {
        return forms;
    }

    /** Whether each cell could be encoded in the form of its column. */
    boolean isEncoded() {
        return encoded;
    }

    DatasetProfile rowProfile() {
        return rowProfiler.profile(names);
    }

    SeriesFinding series() {
        return scout.finish();
    }

    List<Column> columns(final TimeSeriesConfig series) {
        final List<Column> columns = new ArrayList<>();
        for (int index = 0; index < profilers.size(); index++) {
            final String name = names.get(index);
            final boolean partOfSeries = series != null
                    && (series.dateColumn().equals(name)
                            || series.metricColumns().contains(name));
            columns.add(profilers.get(index).toColumn(name, index, partOfSeries));
        }
        return columns;
    }
}
