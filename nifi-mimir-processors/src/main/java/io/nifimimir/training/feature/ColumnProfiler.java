/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.feature.ColumnProfile.Kind;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TextColumn;

import java.util.Arrays;

/** Tells identifiers, free text, constants and categories apart. */
public final class ColumnProfiler {
    /** Distinct values per present cell from which a column of strings or whole numbers may be an identifier. */
    private static final double NEARLY_UNIQUE = 0.98;

    /** Below this, every column of different values looks like an identifier. */
    private static final int FEWEST_ROWS_FOR_IDENTIFIER = 10;

    /** Whole numbers are sequential where they fill at least this share of their range: a sample of row numbers has gaps. */
    private static final double SEQUENTIAL_FILL = 0.5;

    private static final double TEXT_DISTINCT_SHARE = 0.5;
    private static final double TEXT_WORDS = 3;

    private ColumnProfiler() {}

    public static ColumnProfile profile(final TableColumn column, final int[] rows) {
        return switch (column) {
            case NumberColumn numbers -> profileNumbers(numbers, rows);
            case TextColumn texts -> profileTexts(texts, rows);
        };
    }

    private static ColumnProfile profileNumbers(final NumberColumn column, final int[] rows) {
        final double[] sorted = Arrays.stream(rows)
                .mapToDouble(column::value)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        boolean integral = column.type() == DataType.NUMERIC;
        int distinct = 0;
        int longestRun = 0;
        int run = 0;
        for (int index = 0; index < sorted.length; index++) {
            integral = integral && Math.rint(sorted[index]) == sorted[index];
            final boolean repeated = index > 0 && sorted[index] == sorted[index - 1];
            run = repeated ? run + 1 : 1;
            distinct += repeated ? 0 : 1;
            longestRun = Math.max(longestRun, run);
        }

        final double largestShare = sorted.length == 0 ? 0 : (double) longestRun / sorted.length;
        final String identifierReason = integral ? identifierReason(column.name(), sorted, distinct) : "";
        final Kind kind = numberKind(column.type(), sorted.length, distinct, identifierReason);
        return new ColumnProfile(
                column.name(),
                column.type(),
                kind,
                rows.length,
                sorted.length,
                distinct,
                integral,
                largestShare,
                reason(kind, identifierReason));
    }

    private static Kind numberKind(
            final DataType type, final int present, final int distinct, final String identifierReason) {
        if (present == 0) {
            return Kind.EMPTY;
        }

        if (distinct == 1) {
            return Kind.CONSTANT;
        }

        return switch (type) {
            case BOOLEAN -> Kind.FLAG;
            case DATETIME -> Kind.DATE;
            default -> identifierReason.isEmpty() ? Kind.NUMBER : Kind.IDENTIFIER;
        };
    }

    private static String identifierReason(final String name, final double[] sorted, final int distinct) {
        if (sorted.length < FEWEST_ROWS_FOR_IDENTIFIER
                || distinct < NEARLY_UNIQUE * sorted.length
                || NameHints.isTime(name)) {
            return "";
        }

        final double range = sorted[sorted.length - 1] - sorted[0] + 1;
        if (NameHints.isIdentifier(name)) {
            return "its name and its unique whole numbers say that it is an identifier";
        }

        return distinct >= SEQUENTIAL_FILL * range ? "unique, sequential whole numbers: a row number" : "";
    }

    private static ColumnProfile profileTexts(final TextColumn column, final int[] rows) {
        final int[] counts = column.counts(rows);
        int present = 0;
        int distinct = 0;
        int longestRun = 0;
        long words = 0;
        for (int code = 0; code < counts.length; code++) {
            if (counts[code] > 0) {
                present += counts[code];
                distinct++;
                longestRun = Math.max(longestRun, counts[code]);
                words += (long) counts[code]
                        * TextEncoding.wordCount(column.dictionary().get(code));
            }
        }

        final double averageWords = present == 0 ? 0 : (double) words / present;
        final Kind kind = textKind(column.name(), present, distinct, averageWords);
        final String identifierReason = "nearly every value is different: an identifier";
        return new ColumnProfile(
                column.name(),
                DataType.STRING,
                kind,
                rows.length,
                present,
                distinct,
                false,
                present == 0 ? 0 : (double) longestRun / present,
                reason(kind, identifierReason));
    }

    private static Kind textKind(final String name, final int present, final int distinct, final double averageWords) {
        if (present == 0) {
            return Kind.EMPTY;
        }

        if (distinct == 1) {
            return Kind.CONSTANT;
        }

        if (distinct > TEXT_DISTINCT_SHARE * present && averageWords >= TEXT_WORDS) {
            return Kind.FREE_TEXT;
        }

        final boolean unique = present >= FEWEST_ROWS_FOR_IDENTIFIER && distinct >= NEARLY_UNIQUE * present;
        if (!unique) {
            return Kind.CATEGORY;
        }

        // Unique names of two words may still tell by their length; unique codes tell nothing
        return averageWords > 1.5 && !NameHints.isIdentifier(name) ? Kind.FREE_TEXT : Kind.IDENTIFIER;
    }

    private static String reason(final Kind kind, final String identifierReason) {
        return switch (kind) {
            case EMPTY -> "no value at all";
            case CONSTANT -> "always the same value";
            case IDENTIFIER -> identifierReason;
            case FREE_TEXT -> "free text";
            case CATEGORY, NUMBER, FLAG, DATE -> "";
        };
    }
}
