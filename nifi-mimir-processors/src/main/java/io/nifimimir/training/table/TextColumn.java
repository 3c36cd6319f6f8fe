/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A string column as codes into a dictionary of its values, in order of first appearance; a negative code is a missing cell. */
public final class TextColumn implements TableColumn {
    static final int MISSING = -1;

    /** A string, its bytes, its map entry and its boxed code, without its characters; measured on a 64-bit JVM. */
    private static final int ENTRY_BYTES = 120;

    private final String name;
    private final List<String> dictionary = new ArrayList<>();
    private Map<String, Integer> codesByValue = new HashMap<>();
    private PackedNumbers codes = new PackedNumbers();
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
        return codes.size();
    }

    public int code(final int row) {
        return (int) codes.get(row);
    }

    public String value(final int row) {
        final int code = code(row);
        return code == MISSING ? null : dictionary.get(code);
    }

    public List<String> dictionary() {
        return dictionary;
    }

    /** How often each value of the dictionary stands in some rows. */
    public int[] counts(final int[] rows) {
        final int[] counts = new int[dictionary.size()];
        for (final int row : rows) {
            final int code = code(row);
            if (code != MISSING) {
                counts[code]++;
            }
        }

        return counts;
    }

    @Override
    public boolean isNull(final int row) {
        return code(row) == MISSING;
    }

    @Override
    public String label(final int row) {
        return value(row);
    }

    @Override
    public void add(final Object cell) {
        codes.add(codeOf(Cells.text(cell)));
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
    public void finish() {
        codes.finish();
        codesByValue = Map.of();
    }

    @Override
    public void retain(final int[] rows) {
        final List<String> before = List.copyOf(dictionary);
        final PackedNumbers codesBefore = codes;
        dictionary.clear();
        codesByValue.clear();
        dictionaryBytes = 0;
        codes = new PackedNumbers();
        for (final int row : rows) {
            final int code = (int) codesBefore.get(row);
            codes.add(code == MISSING ? MISSING : codeOf(before.get(code)));
        }
    }

    @Override
    public long bytes() {
        return codes.bytes() + dictionaryBytes;
    }
}
