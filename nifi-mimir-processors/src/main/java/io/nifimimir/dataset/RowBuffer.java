/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.Arrays;

/**
 * One row of a table in compact form, used again for each row, so that a table of any size passes without an object for each cell. A cell has a
 * {@link CellKind} and, unless it is null or boolean, its text: a number in the grammar of JSON, a datetime in ISO 8601. Beside the text stands what is
 * computed with: a number as a double, a datetime as seconds since 1970 on its own clock, nanoseconds and offset.
 */
public final class RowBuffer {
    /** Below this, each long is exact as a double. */
    private static final long EXACT_INTEGERS = 1L << 53;

    private static final int FIRST_CELLS = 16;
    private static final int FIRST_CHARACTERS = 512;
    /** A row that is longer does not keep its place for those that come after it: many rows are held at a time. */
    private static final int MOST_CHARACTERS_KEPT = 64 * 1024;

    private CellKind[] kinds = new CellKind[FIRST_CELLS];
    private int[] starts = new int[FIRST_CELLS];
    private int[] ends = new int[FIRST_CELLS];
    private long[] bits = new long[FIRST_CELLS];
    private int[] nanos = new int[FIRST_CELLS];
    private int[] offsets = new int[FIRST_CELLS];
    private char[] text = new char[FIRST_CHARACTERS];
    private int textLength;
    private int size;
    private long position;

    /** Empties the row. */
    public void clear() {
        size = 0;
        textLength = 0;
        if (text.length > MOST_CHARACTERS_KEPT) {
            text = new char[FIRST_CHARACTERS];
        }
    }

    /** Where the row stands in its source, by a number that the source's reader understands. */
    public long position() {
        return position;
    }

    public void setPosition(final long place) {
        position = place;
    }

    /** Cells that are set; those beyond are null. */
    public int size() {
        return size;
    }

    /** Characters of all cells together. */
    public int characters() {
        return textLength;
    }

    public CellKind kind(final int index) {
        return index < size ? kinds[index] : CellKind.NULL;
    }

    /** The characters that {@link #start} and {@link #end} point into; not to be kept beyond the next change of the row. */
    public char[] text() {
        return text;
    }

    public int start(final int index) {
        return starts[index];
    }

    public int end(final int index) {
        return ends[index];
    }

    public boolean isTrue(final int index) {
        return bits[index] != 0;
    }

    /** The number that is nearest to a {@link CellKind#NUMBER} among doubles. */
    public double number(final int index) {
        return Double.longBitsToDouble(bits[index]);
    }

    /** Whether {@link #number} prints back as the number that the cell's text is, or digits are lost in it. */
    public boolean isDouble(final int index) {
        return nanos[index] != 0;
    }

    /** Seconds from 1970-01-01T00:00 to the datetime, both on the clock of the cell: its offset is not taken off. */
    public long localSeconds(final int index) {
        return bits[index];
    }

    /** Seconds since 1970-01-01T00:00Z; a datetime without an offset is read as UTC. */
    public long epochSeconds(final int index) {
        return kinds[index] == CellKind.OFFSET_DATETIME ? bits[index] - offsets[index] : bits[index];
    }

    /** Nanoseconds within the second of a datetime. */
    public int nanos(final int index) {
        return nanos[index];
    }

    /** Seconds that a {@link CellKind#OFFSET_DATETIME} is ahead of UTC. */
    public int offsetSeconds(final int index) {
        return offsets[index];
    }

    /** The cell's text as a new string. */
    public String string(final int index) {
        return new String(text, starts[index], ends[index] - starts[index]);
    }

    /** The cell as the Java value that {@link DataType} names, or null. */
    public Object value(final int index) {
        return switch (kind(index)) {
            case NULL -> null;
            case TEXT -> string(index);
            case NUMBER -> numberValue(index);
            case BOOLEAN -> isTrue(index);
            case DATE -> LocalDate.ofEpochDay(Math.floorDiv(bits[index], Datetimes.SECONDS_PER_DAY));
            case DATETIME -> LocalDateTime.ofEpochSecond(bits[index], nanos[index], ZoneOffset.UTC);
            case OFFSET_DATETIME ->
                LocalDateTime.ofEpochSecond(bits[index], nanos[index], ZoneOffset.UTC)
                        .atOffset(ZoneOffset.ofTotalSeconds(offsets[index]));
        };
    }

    private Number numberValue(final int index) {
        return Numbers.narrow(new BigDecimal(text, starts[index], ends[index] - starts[index]));
    }

    public void addNull() {
        growCells(size + 1);
        kinds[size++] = CellKind.NULL;
    }

    /** Fills up with nulls. */
    public void padTo(final int cells) {
        while (size < cells) {
            addNull();
        }
    }

    public void addText(final char[] characters, final int offset, final int length) {
        growText(textLength + length);
        System.arraycopy(characters, offset, text, textLength, length);
        add(CellKind.TEXT, length);
    }

    public void addText(final String characters) {
        growText(textLength + characters.length());
        characters.getChars(0, characters.length(), text, textLength);
        add(CellKind.TEXT, characters.length());
    }

    /** Adds a number as the source writes it, in the grammar of JSON; what it is as a double is settled with its column's type. */
    public void addNumber(final char[] characters, final int offset, final int length) {
        addText(characters, offset, length);
        setNumber(size - 1, Double.NaN, false);
    }

    /** @param digits in the grammar of JSON */
    public void addNumber(final String digits) {
        addText(digits);
        final double value = Double.parseDouble(digits);
        setNumber(size - 1, value, Numbers.printsAs(value, new BigDecimal(digits)));
    }

    private void addExact(final String digits, final double value) {
        addText(digits);
        setNumber(size - 1, value, true);
    }

    public void addBoolean(final boolean value) {
        growCells(size + 1);
        kinds[size] = CellKind.BOOLEAN;
        bits[size++] = value ? 1 : 0;
    }

    /** @param datetime a LocalDate, LocalDateTime or OffsetDateTime */
    public void addTemporal(final Temporal datetime) {
        addText(Datetimes.toText(datetime));
        final int index = size - 1;
        switch (datetime) {
            case LocalDate date ->
                setTemporal(index, CellKind.DATE, date.toEpochDay() * Datetimes.SECONDS_PER_DAY, 0, 0);
            case LocalDateTime local ->
                setTemporal(index, CellKind.DATETIME, local.toEpochSecond(ZoneOffset.UTC), local.getNano(), 0);
            case OffsetDateTime offset ->
                setTemporal(
                        index,
                        CellKind.OFFSET_DATETIME,
                        offset.toLocalDateTime().toEpochSecond(ZoneOffset.UTC),
                        offset.getNano(),
                        offset.getOffset().getTotalSeconds());
            default -> throw new IllegalArgumentException("Not a datetime cell: " + datetime.getClass());
        }
    }

    /** Adds a cell of any Java value that {@link DataType} names, or null. */
    public void add(final Object value) {
        switch (value) {
            case null -> addNull();
            case String string -> addText(string);
            case Long number
            when number > -EXACT_INTEGERS && number < EXACT_INTEGERS -> addExact(number.toString(), number);
            case Double number when Double.isFinite(number) -> addExact(number.toString(), number);
            case Number number -> addNumber(number.toString());
            case Boolean bool -> addBoolean(bool);
            case Temporal datetime -> addTemporal(datetime);
            default -> throw new IllegalArgumentException("Not a cell: " + value.getClass());
        }
    }

    /** Replaces the content by these values. */
    public void set(final Object[] values) {
        clear();
        for (final Object value : values) {
            add(value);
        }
    }

    /** Makes the cell null; its text stays readable until the row changes again. */
    public void setNull(final int index) {
        kinds[index] = CellKind.NULL;
    }

    public void setBoolean(final int index, final boolean value) {
        kinds[index] = CellKind.BOOLEAN;
        bits[index] = value ? 1 : 0;
    }

    /**
     * Makes the cell's text a number.
     *
     * @param value the double nearest to it
     * @param exact whether that prints back as the number
     */
    public void setNumber(final int index, final double value, final boolean exact) {
        kinds[index] = CellKind.NUMBER;
        bits[index] = Double.doubleToRawLongBits(value);
        // A number has no use for its place otherwise
        nanos[index] = exact ? 1 : 0;
    }

    /** Makes the cell's text a datetime. */
    public void setTemporal(
            final int index, final CellKind kind, final long localSeconds, final int nanosecond, final int offset) {
        kinds[index] = kind;
        bits[index] = localSeconds;
        nanos[index] = nanosecond;
        offsets[index] = offset;
    }

    /** Makes the cell text again. */
    public void setText(final int index) {
        kinds[index] = CellKind.TEXT;
    }

    /** Narrows the cell's text, to leave out the space around it. */
    public void setRange(final int index, final int start, final int end) {
        starts[index] = start;
        ends[index] = end;
    }

    /** Replaces the cell's text. */
    public void replaceText(final int index, final char[] characters, final int length) {
        growText(textLength + length);
        System.arraycopy(characters, 0, text, textLength, length);
        starts[index] = textLength;
        textLength += length;
        ends[index] = textLength;
    }

    /** Replaces the cell by a text. */
    public void setText(final int index, final String characters) {
        replaceText(index, characters.toCharArray(), characters.length());
        kinds[index] = CellKind.TEXT;
    }

    public void removeLast() {
        size--;
    }

    /** Replaces the content by that of another row. */
    public void copy(final RowBuffer other) {
        final int[] all = new int[other.size];
        for (int index = 0; index < all.length; index++) {
            all[index] = index;
        }
        other.select(all, this);
        position = other.position;
    }

    /** Moves the cells to the places that {@code sources} names; -1 makes a null. */
    public void select(final int[] sources, final RowBuffer target) {
        target.clear();
        for (final int source : sources) {
            if (source < 0 || kind(source) == CellKind.NULL) {
                target.addNull();
                continue;
            }
            target.addText(text, starts[source], kinds[source] == CellKind.BOOLEAN ? 0 : ends[source] - starts[source]);
            final int index = target.size - 1;
            target.kinds[index] = kinds[source];
            target.bits[index] = bits[source];
            target.nanos[index] = nanos[source];
            target.offsets[index] = offsets[source];
        }
    }

    private void add(final CellKind kind, final int length) {
        growCells(size + 1);
        kinds[size] = kind;
        starts[size] = textLength;
        textLength += length;
        ends[size] = textLength;
        size++;
    }

    private void growCells(final int needed) {
        if (needed <= kinds.length) {
            return;
        }
        final int capacity = Math.max(needed, kinds.length * 2);
        kinds = Arrays.copyOf(kinds, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        bits = Arrays.copyOf(bits, capacity);
        nanos = Arrays.copyOf(nanos, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
    }

    private void growText(final int needed) {
        if (needed > text.length) {
            text = Arrays.copyOf(text, Math.max(needed, text.length * 2));
        }
    }
}
