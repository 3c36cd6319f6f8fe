/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A string column as codes into a dictionary of its values, in order of first appearance; a negative code is a missing cell. */
public final class TextColumn implements TableColumn {
    static final int MISSING = -1;

    private static final int FIRST_CAPACITY = 64;

    /** A string, its bytes, its map entry and its boxed code, without its characters; measured on a 64-bit JVM. */
    private static final int ENTRY_BYTES = 120;

    private final String name;
    private final List<String> dictionary = new ArrayList<>();
    private final Map<String, Integer> codesByValue = new HashMap<>();
    private int[] codes = new int[FIRST_CAPACITY];
    private int size;
    private long dictionaryBytes;

    TextColumn(final String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DataType type() {
        return DataType.STRING;
    }

    @Override
    public int size() {
        return size;
    }

    public int code(final int row) {
        return codes[row];
    }

    public String value(final int row) {
        return codes[row] == MISSING ? null : dictionary.get(codes[row]);
    }

    public List<String> dictionary() {
        return dictionary;
    }

    @Override
    public boolean isNull(final int row) {
        return codes[row] == MISSING;
    }

    @Override
    public String label(final int row) {
        return value(row);
    }

    @Override
    public void add(final Object cell) {
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, size + (size >> 1));
        }

        codes[size] = codeOf(Cells.text(cell));
        size++;
    }

    private int codeOf(final String value) {
        if (value == null) {
            return MISSING;
        }

        final Integer known = codesByValue.get(value);
        if (known != null) {
            return known;
        }

        final int code = dictionary.size();
        dictionary.add(value);
        codesByValue.put(value, code);
        dictionaryBytes += ENTRY_BYTES + 2L * value.length();
        return code;
    }

    @Override
    public void retain(final int[] rows) {
        final List<String> before = List.copyOf(dictionary);
        final int[] codesBefore = codes;
        dictionary.clear();
        codesByValue.clear();
        dictionaryBytes = 0;
        codes = new int[Math.max(FIRST_CAPACITY, rows.length)];
        for (int index = 0; index < rows.length; index++) {
            final int code = codesBefore[rows[index]];
            codes[index] = code == MISSING ? MISSING : codeOf(before.get(code));
        }

        size = rows.length;
    }

    @Override
    public long bytes() {
        return (long) codes.length * Integer.BYTES + dictionaryBytes;
    }
}
