/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.nifimimir.dataset.Datetimes;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.temporal.Temporal;
import java.util.List;

/** Writes rows as an array of JSON objects, each cell with all of its digits. The stream beneath is left open. */
final class JsonRows implements Closeable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final JsonGenerator generator;
    private final List<String> columns;
    private long rows;

    JsonRows(final OutputStream output, final List<String> columns) throws IOException {
        this.columns = List.copyOf(columns);
        generator = FACTORY.createGenerator(output);
        generator.writeStartArray();
    }

    /** @param cells of the Java types that {@link io.nifimimir.dataset.DataType} names, or null */
    void write(final Object[] cells) throws IOException {
        rows++;
        generator.writeStartObject();
        for (int index = 0; index < cells.length; index++) {
            generator.writeFieldName(columns.get(index));
            switch (cells[index]) {
                case null -> generator.writeNull();
                case final Boolean flag -> generator.writeBoolean(flag);
                case final Long number -> generator.writeNumber(number);
                case final Double number -> generator.writeNumber(number);
                case final BigDecimal number -> generator.writeNumber(number);
                case final Temporal datetime -> generator.writeString(Datetimes.toText(datetime));
                default -> generator.writeString(cells[index].toString());
            }
        }
        generator.writeEndObject();
    }

    long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        generator.writeEndArray();
        generator.close();
    }
}
