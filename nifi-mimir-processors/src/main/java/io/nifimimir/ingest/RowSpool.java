/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Keeps the rows of a source between the pass that settles the types and the passes that use them: in memory while they are few, then in a temporary
 * file. A private encoding, never read by another process.
 */
final class RowSpool implements Closeable {
    private static final int MEMORY_BYTES = 8 * 1024 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;

    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private DataOutputStream output = new DataOutputStream(memory);
    private Path file;
    private long rowCount;

    void add(final Object[] row) throws IOException {
        output.writeInt(row.length);
        for (final Object cell : row) {
            writeCell(cell);
        }
        rowCount++;
        if (file == null && memory.size() > MEMORY_BYTES) {
            spill();
        }
    }

    long rowCount() {
        return rowCount;
    }

    /** Reads the rows from the first one; to be closed. No row may be added from then on. */
    Cursor open() throws IOException {
        output.flush();
        final InputStream input = file == null
                ? new ByteArrayInputStream(memory.toByteArray())
                : new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        return new Cursor(new DataInputStream(input), rowCount);
    }

    @Override
    public void close() throws IOException {
        output.close();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    private void spill() throws IOException {
        file = Files.createTempFile("mimir-", ".rows");
        output = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
        memory.writeTo(output);
        memory = null;
    }

    private void writeCell(final Object cell) throws IOException {
        switch (cell) {
            case null -> output.writeByte(Tag.NULL);
            case String text -> writeText(Tag.TEXT, text);
            case Long number -> {
                output.writeByte(Tag.LONG);
                output.writeLong(number);
            }
            case Double number -> {
                output.writeByte(Tag.DOUBLE);
                output.writeDouble(number);
            }
            case BigDecimal number -> writeText(Tag.DECIMAL, number.toString());
            case Boolean bool -> output.writeByte(bool ? Tag.TRUE : Tag.FALSE);
            case LocalDate date -> {
                output.writeByte(Tag.DATE);
                output.writeLong(date.toEpochDay());
            }
            case LocalDateTime dateTime -> {
                output.writeByte(Tag.DATE_TIME);
                writeDateTime(dateTime);
            }
            case OffsetDateTime dateTime -> {
                output.writeByte(Tag.OFFSET_DATE_TIME);
                writeDateTime(dateTime.toLocalDateTime());
                output.writeInt(dateTime.getOffset().getTotalSeconds());
            }
            default -> throw new IllegalArgumentException("Not a cell: " + cell.getClass());
        }
    }

    private void writeText(final byte tag, final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.writeByte(tag);
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    private void writeDateTime(final LocalDateTime dateTime) throws IOException {
        output.writeLong(dateTime.toEpochSecond(ZoneOffset.UTC));
        output.writeInt(dateTime.getNano());
    }

    private static final class Tag {
        static final byte NULL = 0;
        static final byte TEXT = 1;
        static final byte LONG = 2;
        static final byte DOUBLE = 3;
        static final byte DECIMAL = 4;
        static final byte TRUE = 5;
        static final byte FALSE = 6;
        static final byte DATE = 7;
        static final byte DATE_TIME = 8;
        static final byte OFFSET_DATE_TIME = 9;
    }

    /** Reads the rows in the order in which they were added. */
    static final class Cursor implements Closeable {
        private final DataInputStream input;
        private long remaining;

        private Cursor(final DataInputStream input, final long rowCount) {
            this.input = input;
            remaining = rowCount;
        }

        /** The next row, or null after the last. */
        Object[] next() throws IOException {
            if (remaining == 0) {
                return null;
            }
            remaining--;
            final Object[] row = new Object[input.readInt()];
            for (int index = 0; index < row.length; index++) {
                row[index] = readCell();
            }
            return row;
        }

        private Object readCell() throws IOException {
            final byte tag = input.readByte();
            return switch (tag) {
                case Tag.NULL -> null;
                case Tag.TEXT -> readText();
                case Tag.LONG -> input.readLong();
                case Tag.DOUBLE -> input.readDouble();
                case Tag.DECIMAL -> new BigDecimal(readText());
                case Tag.TRUE -> Boolean.TRUE;
                case Tag.FALSE -> Boolean.FALSE;
                case Tag.DATE -> LocalDate.ofEpochDay(input.readLong());
                case Tag.DATE_TIME -> readDateTime();
                case Tag.OFFSET_DATE_TIME ->
                    OffsetDateTime.of(readDateTime(), ZoneOffset.ofTotalSeconds(input.readInt()));
                default -> throw new IOException("Temporary rows are damaged: tag " + tag);
            };
        }

        private String readText() throws IOException {
            return new String(input.readNBytes(input.readInt()), StandardCharsets.UTF_8);
        }

        private LocalDateTime readDateTime() throws IOException {
            return LocalDateTime.ofEpochSecond(input.readLong(), input.readInt(), ZoneOffset.UTC);
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
