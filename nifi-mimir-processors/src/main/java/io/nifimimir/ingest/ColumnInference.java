/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.DataType;

import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Settles the type of a column by all of its cells: each cell strikes out the readings that it does not allow, and what is left at the end holds for
 * the whole column. Nothing is guessed from a sample.
 */
final class ColumnInference {
    private static final int SHOWN_LENGTH = 40;

    private final Set<NumberStyle> numberStyles = EnumSet.allOf(NumberStyle.class);
    private final Set<DatetimeStyle> datetimeStyles = EnumSet.allOf(DatetimeStyle.class);
    private final Set<String> nullWords;
    private final boolean textTyped;
    private boolean booleanAllowed = true;
    private boolean datesHaveTimes;
    private boolean datesHaveNoTimes;
    private boolean hasValues;
    private String numericMisfit;
    private String datetimeMisfit;

    /** @param textTyped whether a text is a text because the source says so, and may only be read as a datetime */
    ColumnInference(final Set<String> nullWords, final boolean textTyped) {
        this.nullWords = nullWords;
        this.textTyped = textTyped;
    }

    /** @param table tells the place of a cell that does not fit */
    void accept(final Object cell, final TableReader table) {
        switch (cell) {
            case null -> {}
            case String text -> acceptText(text, table);
            case Number number -> keepOnly(DataType.NUMERIC, number, table);
            case Boolean bool -> keepOnly(DataType.BOOLEAN, bool, table);
            case Temporal temporal -> {
                keepOnly(DataType.DATETIME, temporal, table);
                noteTime(temporal);
            }
            default -> throw new IllegalArgumentException("Not a cell: " + cell.getClass());
        }
    }

    private void acceptText(final String text, final TableReader table) {
        final String stripped = text.strip();
        if (ColumnReading.isNull(stripped, nullWords)) {
            return;
        }
        hasValues = true;
        if (!numberStyles.isEmpty()) {
            if (textTyped) {
                numberStyles.clear();
            } else {
                numberStyles.removeIf(style -> style.parse(stripped) == null);
            }
            if (numberStyles.isEmpty()) {
                numericMisfit = describe(stripped, table);
            }
        }
        if (!datetimeStyles.isEmpty()) {
            datetimeStyles.removeIf(style -> !acceptDatetime(style.parse(stripped)));
            if (datetimeStyles.isEmpty()) {
                datetimeMisfit = describe(stripped, table);
            }
        }
        booleanAllowed = booleanAllowed && !textTyped && BooleanWords.parse(stripped) != null;
    }

    private boolean acceptDatetime(final Temporal temporal) {
        if (temporal != null) {
            noteTime(temporal);
        }
        return temporal != null;
    }

    private void noteTime(final Temporal temporal) {
        datesHaveTimes = datesHaveTimes || !(temporal instanceof LocalDate);
        datesHaveNoTimes = datesHaveNoTimes || temporal instanceof LocalDate;
    }

    private void keepOnly(final DataType type, final Object value, final TableReader table) {
        hasValues = true;
        if (type != DataType.NUMERIC && !numberStyles.isEmpty()) {
            numberStyles.clear();
            numericMisfit = describe(value.toString(), table);
        }
        if (type != DataType.DATETIME && !datetimeStyles.isEmpty()) {
            datetimeStyles.clear();
            datetimeMisfit = describe(value.toString(), table);
        }
        booleanAllowed = booleanAllowed && type == DataType.BOOLEAN;
    }

    private static String describe(final String value, final TableReader table) {
        final String shown = value.length() > SHOWN_LENGTH ? value.substring(0, SHOWN_LENGTH) + "\u2026" : value;
        return "[%s] in %s".formatted(shown, table.place());
    }

    /** Whether the column can only be read with decimal commas, which says much of the other columns. */
    boolean isDecimalCommaOnly() {
        return hasValues && numberStyles.equals(EnumSet.of(NumberStyle.DECIMAL_COMMA));
    }

    /** Whether the column can only be read month first, which says much of the other columns. */
    boolean isMonthFirstOnly() {
        return hasValues && datetimeStyles.equals(EnumSet.of(DatetimeStyle.MONTH_DAY_YEAR));
    }

    /**
     * The reading that is left.
     *
     * @param preferDecimalComma settles a column such as {@code 1,234} that can be read in two ways
     * @param preferMonthFirst settles a column such as {@code 03/04/2024} that can be read in two ways
     */
    ColumnReading decide(final boolean preferDecimalComma, final boolean preferMonthFirst) {
        if (!hasValues) {
            return reading(DataType.STRING, null, null, "no cell has a value");
        }
        if (booleanAllowed) {
            return reading(DataType.BOOLEAN, null, null, "each value is a word for yes or no");
        }
        if (!numberStyles.isEmpty()) {
            return decideNumber(preferDecimalComma);
        }
        if (!datetimeStyles.isEmpty()) {
            return decideDatetime(preferMonthFirst);
        }
        final String reason = textTyped
                ? "text in the source"
                : "no number: %s; no datetime: %s".formatted(numericMisfit, datetimeMisfit);
        return reading(DataType.STRING, null, null, reason);
    }

    private ColumnReading decideNumber(final boolean preferDecimalComma) {
        final NumberStyle style;
        if (preferDecimalComma && numberStyles.contains(NumberStyle.DECIMAL_COMMA)) {
            style = NumberStyle.DECIMAL_COMMA;
        } else {
            style = numberStyles.iterator().next();
        }
        final boolean plain = numberStyles.contains(NumberStyle.PLAIN);
        final String separators = switch (style) {
            case PLAIN -> "";
            case COMMA_GROUPS -> " with commas between thousands";
            case DECIMAL_COMMA -> plain ? "" : " with a decimal comma";
        };
        final boolean ambiguous = !plain && numberStyles.size() > 1;
        final String doubt = ambiguous ? "; AMBIGUOUS: decimal commas and commas between thousands both fit" : "";
        return reading(DataType.NUMERIC, style, null, "each value is a number" + separators + doubt);
    }

    private ColumnReading decideDatetime(final boolean preferMonthFirst) {
        final DatetimeStyle style;
        if (preferMonthFirst && datetimeStyles.contains(DatetimeStyle.MONTH_DAY_YEAR)) {
            style = DatetimeStyle.MONTH_DAY_YEAR;
        } else {
            style = datetimeStyles.iterator().next();
        }
        final boolean ambiguous = !datetimeStyles.contains(DatetimeStyle.YEAR_MONTH_DAY) && datetimeStyles.size() > 1;
        final String order = switch (style) {
            case YEAR_MONTH_DAY -> "year first";
            case DAY_MONTH_YEAR -> "day first";
            case MONTH_DAY_YEAR -> "month first";
        };
        return reading(
                DataType.DATETIME,
                null,
                style,
                ambiguous
                        ? "each value is a date, read " + order + "; AMBIGUOUS: no value has a day after the 12th"
                        : "each value is a date, " + order);
    }

    private ColumnReading reading(
            final DataType type,
            final NumberStyle numberStyle,
            final DatetimeStyle datetimeStyle,
            final String reason) {
        return new ColumnReading(
                type, numberStyle, datetimeStyle, datesHaveTimes && datesHaveNoTimes, reason, nullWords);
    }
}
