/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.temporal.Temporal;
import java.util.Map;

/** Writes the JSON encoding: one object, header first and {@code rows} last, one object a row. */
public final class JsonDatasetWriter implements DatasetWriter {
    private final JsonGenerator generator;
    private final SerializedString[] names;

    /** Writes the header. */
    public JsonDatasetWriter(final OutputStream output, final DatasetHeader header) throws IOException {
        generator = DatasetJson.MAPPER.createGenerator(output);
        names = header.columns().stream()
                .map(column -> new SerializedString(column.name()))
                .toArray(SerializedString[]::new);
        generator.writeStartObject();
        final ObjectNode fields = DatasetJson.MAPPER.valueToTree(header);
        for (final Map.Entry<String, JsonNode> field : fields.properties()) {
            generator.writeFieldName(field.getKey());
            generator.writeTree(field.getValue());
        }
        generator.writeArrayFieldStart(DatasetJson.ROWS);
    }

    @Override
    public void write(final Object[] row) throws IOException {
        generator.writeStartObject();
        for (int index = 0; index < names.length; index++) {
            generator.writeFieldName(names[index]);
            writeCell(row[index]);
        }
        generator.writeEndObject();
    }

    private void writeCell(final Object cell) throws IOException {
        switch (cell) {
            case null -> generator.writeNull();
            case String text -> generator.writeString(text);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case BigDecimal number -> generator.writeNumber(number);
            case Boolean bool -> generator.writeBoolean(bool);
            case Temporal datetime -> generator.writeString(Datetimes.toText(datetime));
            default -> throw new IllegalArgumentException("Not a cell of a dataset: " + cell.getClass());
        }
    }

    @Override
    public void close() throws IOException {
        generator.writeEndArray();
        generator.writeEndObject();
        generator.close();
    }
}
