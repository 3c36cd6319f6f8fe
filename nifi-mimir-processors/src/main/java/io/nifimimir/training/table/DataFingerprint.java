/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Sha256;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over names, types and canonical values: the same table gives the same fingerprint from whatever encoding it is read, and
 * neither its time of creation nor its metadata count. Numbers that are equal as doubles are equal here (1 and 1.0).
 */
public final class DataFingerprint {
    private static final byte NULL = 0;
    private static final byte DOUBLE = 1;
    private static final byte TEXT = 2;

    private final MessageDigest digest = Sha256.digest();

    DataFingerprint(final List<Column> columns) {
        for (final Column column : columns) {
            addText(column.name());
            addText(column.dataType().wireName());
        }
    }

    void add(final DataType type, final Object cell) {
        switch (cell) {
            case null -> digest.update(NULL);
            case String text -> addText(text);
            case BigDecimal number
            when !Cells.isExactDouble(number) ->
                addText(number.stripTrailingZeros().toPlainString());
            case Number number when !Cells.isExactDouble(number) -> addText(number.toString());
            default -> addDouble(Cells.number(type, cell));
        }
    }

    private void addText(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(TEXT);
        addLong(bytes.length);
        digest.update(bytes);
    }

    private void addDouble(final double value) {
        digest.update(DOUBLE);
        // Adding zero turns the negative zero, which equals it, into the positive one
        addLong(Double.doubleToLongBits(value + 0.0));
    }

    private void addLong(final long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            digest.update((byte) (value >>> shift));
        }
    }

    String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
