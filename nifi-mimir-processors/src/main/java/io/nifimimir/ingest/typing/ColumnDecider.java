/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.DataType;

import java.util.ArrayList;
import java.util.List;

/** Settles a column by its evidence. */
final class ColumnDecider {
    /** Longer integers throughout are identifiers: cards, devices, accounts. No measure has so many digits in each value. */
    private static final int IDENTIFIER_DIGITS = 16;

    private final String name;
    private final ColumnEvidence evidence;
    private final TypingOptions options;

    ColumnDecider(final String name, final ColumnEvidence evidence, final TypingOptions options) {
        this.name = name;
        this.evidence = evidence;
        this.options = options;
    }

    ColumnDecision decide(final TablePreferences preferences) {
        if (evidence.values() == 0) {
            final DataType hinted = evidence.hint();
            return new ColumnDecision(emptyReading(hinted), "no cell has a value", List.of());
        }
        if (fits(evidence.booleanMisfits())) {
            return new ColumnDecision(
                    ColumnReading.BOOLEAN,
                    "each value is a word for yes or no" + exceptions(evidence.booleanMisfits()),
                    List.of());
        }
        final int number = NumberStyle.ALL[first(evidence.bestNumberStyles())].ordinal();
        final int datetime = first(evidence.bestDatetimeStyles());
        final boolean numeric = evidence.bestNumberStyles() != 0 && fits(evidence.numberMisfits(number));
        final boolean temporal = evidence.bestDatetimeStyles() != 0 && fits(evidence.datetimeMisfits(datetime));
        if (numeric && (!temporal || evidence.numberMisfits(number) <= evidence.datetimeMisfits(datetime))) {
            return evidence.countedStyles() == 0 ? decideNumber(preferences) : decideCounted();
        }
        if (temporal) {
            return decideDatetime(preferences);
        }
        final String reason = evidence.isTextTyped() && evidence.numericMisfit() == null
                ? "text in the source"
                : "no number: %s; no datetime: %s".formatted(evidence.numericMisfit(), evidence.datetimeMisfit());
        return new ColumnDecision(
                ColumnReading.STRING, evidence.hint() == DataType.STRING ? "as set by the user" : reason, List.of());
    }

    private static ColumnReading emptyReading(final DataType hint) {
        return switch (hint) {
            case NUMERIC -> ColumnReading.numeric(NumberStyle.PLAIN);
            case DATETIME -> ColumnReading.datetime(DatetimeStyle.YEAR_MONTH_DAY, false);
            case BOOLEAN -> ColumnReading.BOOLEAN;
            case STRING -> ColumnReading.STRING;
            case null -> ColumnReading.EMPTY;
        };
    }

    private boolean fits(final long misfits) {
        return misfits <= options.maxMisfitShare() * evidence.values();
    }

    private static int first(final int styles) {
        return styles == 0 ? 0 : Integer.numberOfTrailingZeros(styles);
    }

    private String exceptions(final long misfits) {
        return misfits == 0 ? "" : ", but for %,d that became nulls".formatted(misfits);
    }

    private ColumnDecision decideNumber(final TablePreferences preferences) {
        final int styles = evidence.bestNumberStyles();
        final boolean plain = (styles & NumberStyle.PLAIN.mask()) != 0;
        if (evidence.hint() == null && plain && evidence.isIntegersOnly()) {
            if (evidence.fewestDigits() >= IDENTIFIER_DIGITS) {
                return new ColumnDecision(
                        ColumnReading.STRING,
                        "each value has %d digits or more, as identifiers have".formatted(IDENTIFIER_DIGITS),
                        List.of());
            }
            if (ColumnNameHints.isCode(name)) {
                return new ColumnDecision(
                        ColumnReading.STRING, "digits, which by the column's name are no quantity", List.of());
            }
        }
        NumberStyle style = NumberStyle.ALL[first(styles)];
        if (preferences.decimalComma() && (styles & NumberStyle.DECIMAL_COMMA.mask()) != 0) {
            style = NumberStyle.DECIMAL_COMMA;
        }
        final long misfits = evidence.numberMisfits(style.ordinal());
        final String shown = plain && evidence.isIntegersOnly() ? NumberStyle.PLAIN.description() : style.description();
        return new ColumnDecision(
                ColumnReading.numeric(style),
                "each value is " + shown + exceptions(misfits),
                numberAlternatives(styles, style, preferences));
    }

    /** A column such as {@code 1,234} alone says nothing about its commas; without separators there is nothing to say. */
    private static List<String> numberAlternatives(
            final int styles, final NumberStyle taken, final TablePreferences preferences) {
        final boolean comma = (styles & (NumberStyle.DECIMAL_COMMA.mask())) != 0;
        final boolean point = (styles & NumberStyle.masks(NumberStyle.COMMA_GROUPS)) != 0;
        final boolean plain = (styles & NumberStyle.PLAIN.mask()) != 0;
        if (plain || !comma || !point || preferences.decimalComma()) {
            return List.of();
        }
        final NumberStyle other =
                taken == NumberStyle.DECIMAL_COMMA ? NumberStyle.COMMA_GROUPS : NumberStyle.DECIMAL_COMMA;
        return List.of(taken.description(), other.description());
    }

    private ColumnDecision decideCounted() {
        final DatetimeStyle style = DatetimeStyle.ALL[first(evidence.countedStyles())];
        final String source =
                evidence.hint() == null ? "by the column's name and the range of its values" : "as set by the user";
        return new ColumnDecision(
                // Eight digits are a day; the others count time
                ColumnReading.datetime(style, style != DatetimeStyle.BASIC),
                "each value is %s, %s".formatted(style.description(), source),
                List.of());
    }

    private ColumnDecision decideDatetime(final TablePreferences preferences) {
        final int styles = evidence.bestDatetimeStyles();
        DatetimeStyle style = DatetimeStyle.ALL[first(styles)];
        for (final DatetimeStyle candidate : DatetimeStyle.ALL) {
            if (preferences.monthFirst() && candidate.isMonthFirst() && (styles & candidate.mask()) != 0) {
                style = candidate;
                break;
            }
        }
        final List<String> alternatives = new ArrayList<>();
        final int orders = styles & DatetimeStyle.ORDERS;
        final boolean settledByOthers = preferences.monthFirst() || preferences.dayFirst();
        if (Integer.bitCount(orders) > 1 && !settledByOthers && evidence.hasDatetimesInText()) {
            alternatives.add(style.description());
            for (final DatetimeStyle candidate : DatetimeStyle.ALL) {
                if (candidate != style && (orders & candidate.mask()) != 0) {
                    alternatives.add(candidate.description());
                }
            }
        }
        final long misfits = evidence.datetimeMisfits(style.ordinal());
        final String shown = evidence.hasDatetimesInText() ? style.description() + calendar() : "a date in the source";
        return new ColumnDecision(
                ColumnReading.datetime(style, evidence.hasTimesAndMidnights()),
                "each value is " + shown + exceptions(misfits),
                alternatives);
    }

    private String calendar() {
        return options.calendar() == DateCalendar.GREGORIAN
                ? ""
                : ", of the %s calendar as set by the user"
                        .formatted(options.calendar().displayName());
    }
}
