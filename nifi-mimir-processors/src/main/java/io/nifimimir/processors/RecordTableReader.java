/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.TableReader;
import org.apache.nifi.serialization.MalformedRecordException;
import org.apache.nifi.serialization.RecordReader;
import org.apache.nifi.serialization.record.Record;
import org.apache.nifi.serialization.record.RecordField;
import org.apache.nifi.serialization.record.RecordFieldType;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as rows: the types are those of the reader's schema, records within records become columns named {@code outer.inner}, arrays JSON text. */
final class RecordTableReader implements TableReader {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final RecordReader reader;
    private final InputStream input;
    private final String schema;
    private final List<String> columns = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();
    private Object[] cells = new Object[0];
    private long rowNumber;

    /** @param input is closed with the reader */
    RecordTableReader(final RecordReader reader, final InputStream input) throws IOException, MalformedRecordException {
        this.reader = reader;
        this.input = input;
        for (final RecordField field : reader.getSchema().getFields()) {
            if (field.getDataType().getFieldType() != RecordFieldType.RECORD) {
                indexOf(field.getFieldName());
            }
        }
        schema = reader.getSchema().toString();
    }

    private int indexOf(final String name) {
        final Integer known = indexes.putIfAbsent(name, columns.size());
        if (known != null) {
            return known;
        }
        columns.add(name);
        cells = Arrays.copyOf(cells, columns.size());
        return columns.size() - 1;
    }

    @Override
    public boolean next(final RowBuffer row) throws IOException {
        row.clear();
        rowNumber++;
        try {
            final Record found = reader.nextRecord(true, false);
            if (found == null) {
                return false;
            }
            Arrays.fill(cells, null);
            read("", found);
            row.set(cells);
            row.setPosition(rowNumber);
            return true;
        } catch (final MalformedRecordException | IOException | RuntimeException e) {
            throw new IngestException("Record %d cannot be read: %s".formatted(rowNumber, e.getMessage()), e);
        }
    }

    private void read(final String path, final Record values) throws JsonProcessingException {
        for (final RecordField field : values.getSchema().getFields()) {
            final String name = path + field.getFieldName();
            final Object value = values.getValue(field);
            if (value instanceof Record nested) {
                read(name + ".", nested);
            } else if (value != null) {
                cells[indexOf(name)] = cell(value);
            }
        }
    }

    /** The value as a cell of a dataset; null for a number that is not finite. */
    static Object cell(final Object value) throws JsonProcessingException {
        return switch (value) {
            case Double number when !Double.isFinite(number) -> null;
            case Float number when !Float.isFinite(number) -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean bool -> bool;
            case LocalDate date -> date;
            case LocalDateTime datetime -> datetime;
            case OffsetDateTime datetime -> datetime;
            case Timestamp timestamp -> timestamp.toInstant().atOffset(ZoneOffset.UTC);
            case Date date -> date.toLocalDate();
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case ZonedDateTime datetime -> datetime.toOffsetDateTime();
            case Object[] array -> MAPPER.writeValueAsString(plain(array));
            case Map<?, ?> map -> MAPPER.writeValueAsString(plain(map));
            default -> value.toString();
        };
    }

    /** What Jackson knows how to write: records as maps. */
    private static Object plain(final Object value) {
        return switch (value) {
            case Object[] array ->
                Arrays.stream(array).map(RecordTableReader::plain).toList();
            case Record nested -> plain(nested.toMap());
            case Map<?, ?> map -> {
                final Map<String, Object> plain = new LinkedHashMap<>();
                map.forEach((key, element) -> plain.put(String.valueOf(key), plain(element)));
                yield plain;
            }
            case null -> null;
            default -> value;
        };
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Map<String, Object> sourceInfo() {
        return Map.of("record_schema", schema);
    }

    @Override
    public String place(final long position) {
        return "record " + position;
    }

    @Override
    public boolean isTextTyped() {
        return true;
    }

    @Override
    public void close() throws IOException {
        try {
            reader.close();
        } finally {
            input.close();
        }
    }
}
