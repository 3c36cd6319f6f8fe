/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.Datetimes;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.dataset.RowEncoder;
import io.nifimimir.dataset.RowMisfitException;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.Spool;
import io.nifimimir.ingest.profile.ColumnProfiler;
import io.nifimimir.ingest.profile.ProfileSize;
import org.apache.nifi.flowfile.attributes.CoreAttributes;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Applies a model to a dataset. The rows go into a spool, since the header that stands before them holds their number and the profile of the
 * new columns.
 */
final class DatasetApplication implements ModelApplication {
    private final DatasetReader reader;
    private final LoadedModel model;
    private final List<String> names;
    private final PredictionColumns added;
    private final DatasetEncoding encoding;
    private final List<ColumnForm> forms;
    private final List<ColumnProfiler> profilers;
    private final Spool spool;
    private long rows;

    /**
     * @param spool takes the rows, and is to be closed when they have been written
     * @throws UnfitContentException where columns are missing or of another type
     */
    DatasetApplication(
            final DatasetReader reader, final LoadedModel model, final PredictionOptions options, final Spool spool)
            throws UnfitContentException {
        final List<Column> columns = reader.header().columns();
        final List<String> problems = model.scorer().schemaProblems(columns);
        if (!problems.isEmpty()) {
            throw new UnfitContentException(
                    "The %s cannot be applied: %s".formatted(model.entry().describe(), String.join("; ", problems)));
        }
        this.reader = reader;
        this.model = model;
        this.spool = spool;
        names = columns.stream().map(Column::name).toList();
        added = new PredictionColumns(model, names, options);
        encoding = reader.encoding();
        forms = new ArrayList<>(reader.forms());
        added.columns().forEach(column -> forms.add(form(column)));
        final ProfileSize size = ProfileSize.forColumns(forms.size());
        profilers = added.columns().stream()
                .map(column -> new ColumnProfiler(column.type(), size))
                .toList();
    }

    private static ColumnForm form(final PredictionColumns.Added column) {
        return new ColumnForm(
                column.name(),
                column.type(),
                ColumnForm.Numbers.DOUBLE,
                column.type() == DataType.DATETIME ? Datetimes.Form.MIXED : null,
                0,
                Datetimes.Fraction.MILLIS,
                0,
                0);
    }

    /**
     * Reads and predicts all rows.
     *
     * @param rejections takes the rows that do not fit the header of the dataset
     * @throws CancellationException soon after {@code keepGoing} turns false
     */
    void predict(final Rejections rejections, final BooleanSupplier keepGoing) throws IOException {
        final int batchRows = ModelApplication.batchRows(reader.header().columnCount());
        final List<Object[]> batch = new ArrayList<>(batchRows);
        try (RowEncoder encoder = encoding.encodeRows(spool.output(), forms)) {
            boolean more = true;
            while (more) {
                more = fill(batch, batchRows, rejections);
                if (!keepGoing.getAsBoolean()) {
                    throw new CancellationException("Stopped after %,d rows".formatted(rows));
                }
                encode(batch, encoder);
                batch.clear();
            }
        }
    }

    /** Returns false behind the last row. */
    private boolean fill(final List<Object[]> batch, final int batchRows, final Rejections rejections)
            throws IOException {
        while (batch.size() < batchRows) {
            try {
                final Object[] row = reader.next();
                if (row == null) {
                    return false;
                }
                batch.add(row);
            } catch (final RowMisfitException e) {
                rejections.row("row " + e.rowNumber(), e.getMessage(), "");
            }
        }
        return true;
    }

    private void encode(final List<Object[]> batch, final RowEncoder encoder) throws IOException {
        final List<Object[]> cells = added.cells(names, batch);
        final RowBuffer buffer = new RowBuffer();
        for (int index = 0; index < batch.size(); index++) {
            buffer.set(batch.get(index));
            for (final Object cell : cells.get(index)) {
                buffer.add(cell);
            }
            for (int column = 0; column < profilers.size(); column++) {
                profilers.get(column).accept(buffer, names.size() + column);
            }
            if (!encoder.write(buffer)) {
                throw new IllegalStateException(
                        "Row %,d does not fit the form that it was read in".formatted(rows + 1));
            }
            rows++;
        }
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of(
                CoreAttributes.MIME_TYPE.key(),
                encoding.mimeType(),
                MimirAttributes.COLUMN_COUNT,
                String.valueOf(forms.size()));
    }

    @Override
    public void writeTo(final OutputStream output) throws IOException {
        encoding.assemble(header(), forms, spool.input(), output);
    }

    private DatasetHeader header() {
        final DatasetHeader source = reader.header();
        final List<Column> columns = new ArrayList<>(source.columns());
        for (int index = 0; index < profilers.size(); index++) {
            columns.add(profilers.get(index).toColumn(added.columns().get(index).name(), columns.size(), false));
        }
        final Map<String, Object> metadata = new HashMap<>(source.metadata());
        metadata.put("applied_model", model.entry().id());
        return new DatasetHeader(
                source.source(),
                source.sourceInfo(),
                columns,
                rows,
                source.timeSeries(),
                source.profile(),
                metadata,
                source.createdAt());
    }
}
