/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import org.apache.poi.ss.usermodel.FormulaError;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The form in which rows of an Excel 97 workbook wait in a temporary file. */
final class SpooledRow {
    private static final int END = 0;
    private static final byte NULL = 0;
    private static final byte TEXT = 1;
    private static final byte NUMBER = 2;
    private static final byte DATE = 3;
    private static final byte TRUE = 4;
    private static final byte FALSE = 5;
    private static final byte ERROR = 6;

    private SpooledRow() {}

    /** A number in a cell that is formatted as a date. */
    record DateNumber(double value) {}

    /** A cell that holds an error, by Excel's code for it. */
    record ErrorCode(int code) {}

    /** @param cells each a String, Double, Boolean, {@link DateNumber}, {@link ErrorCode} or null */
    static void write(
            final DataOutputStream output, final int number, final boolean hidden, final Object[] cells, final int size)
            throws IOException {
        output.writeInt(number);
        output.writeBoolean(hidden);
        output.writeInt(size);
        for (int index = 0; index < size; index++) {
            writeCell(output, cells[index]);
        }
    }

    static void writeEnd(final DataOutputStream output) throws IOException {
        output.writeInt(END);
    }

    private static void writeCell(final DataOutputStream output, final Object cell) throws IOException {
        switch (cell) {
            case null -> output.writeByte(NULL);
            case String text -> {
                final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                output.writeByte(TEXT);
                output.writeInt(bytes.length);
                output.write(bytes);
            }
            case Double number -> {
                output.writeByte(NUMBER);
                output.writeDouble(number);
            }
            case DateNumber date -> {
                output.writeByte(DATE);
                output.writeDouble(date.value());
            }
            case Boolean bool -> output.writeByte(bool ? TRUE : FALSE);
            case ErrorCode error -> {
                output.writeByte(ERROR);
                output.writeByte(error.code());
            }
            default -> throw new IllegalArgumentException("Not a cell: " + cell.getClass());
        }
    }

    /**
     * Reads a row back.
     *
     * @param errors is counted on for each cell with an error
     * @return null at the end of the sheet
     */
    static SheetRows.Row read(final DataInputStream input, final boolean date1904, final Map<String, Long> errors)
            throws IOException {
        final int number = input.readInt();
        if (number == END) {
            return null;
        }
        final boolean hidden = input.readBoolean();
        final Object[] cells = new Object[input.readInt()];
        for (int index = 0; index < cells.length; index++) {
            cells[index] = readCell(input, date1904, errors);
        }
        return new SheetRows.Row(number, hidden, cells);
    }

    private static Object readCell(final DataInputStream input, final boolean date1904, final Map<String, Long> errors)
            throws IOException {
        return switch (input.readByte()) {
            case NULL -> null;
            case TEXT -> readText(input);
            case NUMBER -> SheetNumbers.number(input.readDouble());
            case DATE -> SheetNumbers.date(input.readDouble(), date1904);
            case TRUE -> true;
            case FALSE -> false;
            case ERROR -> {
                final byte code = input.readByte();
                errors.merge(
                        FormulaError.isValidCode(code)
                                ? FormulaError.forInt(code).getString()
                                : "#ERROR " + code,
                        1L,
                        Long::sum);
                yield null;
            }
            default -> throw new EOFException("The temporary file of the workbook is not as it was written");
        };
    }

    private static String readText(final DataInputStream input) throws IOException {
        final byte[] bytes = new byte[input.readInt()];
        input.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
