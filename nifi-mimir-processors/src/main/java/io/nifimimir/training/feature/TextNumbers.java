/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.training.table.TextColumn;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** Texts that are numbers with something around them: {@code 2.5 kg}, {@code ~40}. */
public final class TextNumbers {
    private static final double MOSTLY = 0.9;

    /** A text of more is told by more than its number. */
    private static final int LONGEST = 24;

    private TextNumbers() {}

    /** The first number of the text of a row, NaN where it has none; empty where the texts are not mostly numbers. */
    public static Optional<IntToDoubleFunction> of(final TextColumn column, final int[] rows) {
        int present = 0;
        int numbers = 0;
        for (final int row : rows) {
            final String text = column.value(row);
            if (text != null) {
                present++;
                numbers += text.length() <= LONGEST && !Float.isNaN(TextEncoding.firstNumber(text)) ? 1 : 0;
            }
        }

        return present > 0 && numbers >= MOSTLY * present
                ? Optional.of(row -> column.isNull(row) ? Double.NaN : TextEncoding.firstNumber(column.value(row)))
                : Optional.empty();
    }
}
