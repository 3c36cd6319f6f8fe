/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.table.TrainingTable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Tables made in memory. */
public final class TestTables {
    private final List<Column> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();
    private TimeSeriesConfig timeSeries;
    private Map<String, Object> metadata = Map.of();
    private Map<String, Object> sourceInfo = Map.of();

    public TestTables column(final String name, final DataType type) {
        columns.add(new Column(name, columns.size(), type, false, 0, 0, false, null, List.of(), null));
        return this;
    }

    public TestTables row(final Object... cells) {
        rows.add(cells);
        return this;
    }

    public TestTables timeSeries(final TimeSeriesConfig config) {
        timeSeries = config;
        return this;
    }

    public TestTables metadata(final Map<String, Object> newMetadata) {
        metadata = newMetadata;
        return this;
    }

    public TestTables sourceInfo(final Map<String, Object> newSourceInfo) {
        sourceInfo = newSourceInfo;
        return this;
    }

    public List<Object[]> rows() {
        return rows;
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    public TrainingTable table() {
        try {
            return TrainingTable.load(reader(), TrainingTable.DEFAULT_LIMIT_BYTES, () -> true);
        } catch (final IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    public DatasetReader reader() {
        final DatasetHeader header = new DatasetHeader(
                SourceType.CSV, sourceInfo, columns, rows.size(), timeSeries, null, metadata, Instant.now());
        final Iterator<Object[]> iterator = rows.iterator();
        return new DatasetReader() {
            @Override
            public DatasetHeader header() {
                return header;
            }

            @Override
            public DatasetEncoding encoding() {
                return new JsonDatasetEncoding();
            }

            @Override
            public List<ColumnForm> forms() {
                throw new UnsupportedOperationException("These rows are not written again");
            }

            @Override
            public Object[] next() {
                return iterator.hasNext() ? iterator.next() : null;
            }

            @Override
            public void close() {
                // Nothing is open
            }
        };
    }

    public static TrainingRequest request(final String... targets) {
        return new TrainingRequest(
                "ontology",
                List.of(targets),
                true,
                true,
                false,
                0.5,
                3,
                42,
                Duration.ofHours(1),
                1,
                ColumnRoles.DETECT,
                "training-key");
    }
}
