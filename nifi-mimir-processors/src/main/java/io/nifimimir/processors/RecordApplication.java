/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DataType;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.Spool;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.schema.access.SchemaNotFoundException;
import org.apache.nifi.serialization.MalformedRecordException;
import org.apache.nifi.serialization.RecordReader;
import org.apache.nifi.serialization.RecordSetWriter;
import org.apache.nifi.serialization.RecordSetWriterFactory;
import org.apache.nifi.serialization.SimpleRecordSchema;
import org.apache.nifi.serialization.WriteResult;
import org.apache.nifi.serialization.record.MapRecord;
import org.apache.nifi.serialization.record.Record;
import org.apache.nifi.serialization.record.RecordField;
import org.apache.nifi.serialization.record.RecordFieldType;
import org.apache.nifi.serialization.record.RecordSchema;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Applies a model to the records of a flowfile. They go into a spool, since a flowfile cannot be written while it is read. */
final class RecordApplication implements ModelApplication {
    private final RecordReader reader;
    private final PredictionColumns added;
    private final RecordSchema schema;
    private final List<String> names;
    private final List<DataType> types;
    private final Spool spool;
    private final Map<String, String> attributes = new HashMap<>();
    private long recordNumber;
    private long rows;

    /**
     * @param spool takes the records, and is to be closed when they have been written
     * @throws UnfitContentException where fields are missing
     */
    RecordApplication(
            final RecordReader reader, final LoadedModel model, final PredictionOptions options, final Spool spool)
            throws IOException {
        this.reader = reader;
        this.spool = spool;
        final RecordSchema source;
        try {
            source = reader.getSchema();
        } catch (final MalformedRecordException e) {
            throw new UnfitContentException("The record reader cannot read the content: " + e.getMessage(), e);
        }
        final Map<String, DataType> required = model.scorer().requiredColumns();
        final List<String> problems = required.entrySet().stream()
                .filter(column -> !RecordCells.has(source, column.getKey()))
                .map(column -> "field %s (%s) is missing"
                        .formatted(column.getKey(), column.getValue().wireName()))
                .toList();
        if (!problems.isEmpty()) {
            throw new UnfitContentException(
                    "The %s cannot be applied: %s".formatted(model.entry().describe(), String.join("; ", problems)));
        }
        names = List.copyOf(required.keySet());
        types = names.stream().map(required::get).toList();
        added = new PredictionColumns(model, source.getFieldNames(), options);
        final List<RecordField> fields = new ArrayList<>(source.getFields());
        added.columns()
                .forEach(column -> fields.add(
                        new RecordField(column.name(), fieldType(column).getDataType(), true)));
        schema = new SimpleRecordSchema(fields);
    }

    private static RecordFieldType fieldType(final PredictionColumns.Added column) {
        return switch (column.type()) {
            case STRING -> RecordFieldType.STRING;
            case NUMERIC -> RecordFieldType.DOUBLE;
            case BOOLEAN -> RecordFieldType.BOOLEAN;
            case DATETIME -> RecordFieldType.TIMESTAMP;
        };
    }

    /**
     * Reads and predicts all records.
     *
     * @param rejections takes the records with a value that the model cannot take
     * @throws UnfitContentException where the reader or the writer cannot go on
     * @throws CancellationException soon after {@code keepGoing} turns false
     */
    void predict(
            final RecordSetWriterFactory factory,
            final Map<String, String> variables,
            final ComponentLog logger,
            final Rejections rejections,
            final BooleanSupplier keepGoing)
            throws IOException {
        try (OutputStream output = spool.output();
                RecordSetWriter writer =
                        factory.createWriter(logger, factory.getSchema(variables, schema), output, variables)) {
            writer.beginRecordSet();
            final Batch batch = new Batch(new ArrayList<>(), new ArrayList<>());
            boolean more = true;
            while (more) {
                more = fill(batch, rejections);
                if (!keepGoing.getAsBoolean()) {
                    throw new CancellationException("Stopped after %,d records".formatted(rows));
                }
                write(batch, writer);
            }
            final WriteResult result = writer.finishRecordSet();
            attributes.putAll(result.getAttributes());
            attributes.put(CoreAttributes.MIME_TYPE.key(), writer.getMimeType());
        } catch (final SchemaNotFoundException | MalformedRecordException | IllegalArgumentException e) {
            throw new UnfitContentException("Record %,d: %s".formatted(recordNumber, e.getMessage()), e);
        }
    }

    /** Records with the cells that the model takes of them. */
    private record Batch(List<Record> records, List<Object[]> rows) {}

    /** Returns false behind the last record. */
    private boolean fill(final Batch batch, final Rejections rejections) throws IOException, MalformedRecordException {
        batch.records().clear();
        batch.rows().clear();
        final int batchRows = ModelApplication.batchRows(schema.getFieldCount());
        while (batch.rows().size() < batchRows) {
            recordNumber++;
            // Types are judged by the model's and not by the reader's schema, so that one bad value costs one row
            final Record found = reader.nextRecord(false, false);
            if (found == null) {
                return false;
            }
            final Object[] row = row(found, rejections);
            if (row != null) {
                batch.records().add(found);
                batch.rows().add(row);
            }
        }
        return true;
    }

    /** Null where a value does not fit. */
    private Object[] row(final Record found, final Rejections rejections) throws IOException {
        final Object[] row = new Object[names.size()];
        for (int index = 0; index < row.length; index++) {
            try {
                row[index] = RecordCells.value(found, names.get(index), types.get(index));
            } catch (final IllegalArgumentException e) {
                rejections.row(
                        "record " + recordNumber,
                        "column [%s]: %s".formatted(names.get(index), e.getMessage()),
                        found.getSerializedForm()
                                .map(form -> String.valueOf(form.getSerialized()))
                                .orElseGet(() -> found.toMap().toString()));
                return null;
            }
        }
        return row;
    }

    private void write(final Batch batch, final RecordSetWriter writer) throws IOException {
        final List<Object[]> predicted = added.cells(names, batch.rows());
        for (int index = 0; index < predicted.size(); index++) {
            final Map<String, Object> values =
                    new HashMap<>(batch.records().get(index).toMap());
            final Object[] cells = predicted.get(index);
            for (int column = 0; column < cells.length; column++) {
                values.put(added.columns().get(column).name(), cells[column]);
            }
            writer.write(new MapRecord(schema, values));
            rows++;
        }
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public void writeTo(final OutputStream output) throws IOException {
        spool.input().transferTo(output);
    }
}
