/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Datetimes;
import io.nifimimir.dataset.RowBuffer;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the cells of a column by a reading that is assumed, and gathers the evidence that settles whether it holds for all of them. Where it does not, the
 * column is read a second time by what was settled then. Not safe for use by several threads.
 */
public final class ColumnTyper {
    private final NumberScanner numbers;
    private final DatetimeScanner datetimes;
    private final IsoText isoText;
    private final String name;
    private final TypingOptions options;
    private final ColumnEvidence evidence;
    private final ColumnDecider decider;
    private final ColumnReading reading;

    /** Whether no word stands for a missing value. */
    private final boolean verbatim;

    /** Cells by the word that made them null, as it stands there. */
    private final Map<String, Long> nullWords = new TreeMap<>();

    private boolean valuesAmongTexts;
    private long misfits;
    private String misfitReason;
    private boolean allLong = true;
    private boolean allDouble = true;
    private int precision;
    private int scale;
    private Datetimes.Form datetimeForm;
    private int offsetSeconds;
    private Datetimes.Fraction fraction = Datetimes.Fraction.MILLIS;

    /** What became of a cell. */
    public enum Outcome {
        READ,
        /** It does not fit the reading and is null now; the cell's text is lost from the row. */
        NULLED,
        /** It does not fit the reading, which therefore does not hold. */
        BROKEN
    }

    /**
     * @param scanners may be shared by the columns of a table
     * @param assumed how the cells are read, or null to gather evidence only
     * @param textTyped whether a text is a text because the source says so, and may only be read as a datetime
     */
    public ColumnTyper(
            final String name,
            final TypingOptions options,
            final boolean textTyped,
            final CellScanners scanners,
            final ColumnDecision assumed) {
        numbers = scanners.numbers();
        datetimes = scanners.datetimes();
        isoText = scanners.isoText();
        this.name = name;
        this.options = options;
        verbatim = options.nullWords().isVerbatim(name);
        evidence = new ColumnEvidence(numbers, datetimes, name, options, textTyped);
        decider = new ColumnDecider(name, evidence, options);
        reading = assumed == null ? null : assumed.reading();
    }

    /** Takes the cell as evidence, and makes it what the assumed reading says. */
    public Outcome accept(final RowBuffer row, final int index, final Place place) {
        return switch (row.kind(index)) {
            case NULL -> Outcome.READ;
            case TEXT -> acceptText(row, index, place);
            case NUMBER -> acceptNumber(row, index, place);
            case BOOLEAN -> {
                evidence.acceptBoolean(String.valueOf(row.isTrue(index)), place, row.position());
                yield typed(row, index, DataType.BOOLEAN);
            }
            case DATE, DATETIME, OFFSET_DATETIME -> {
                evidence.acceptTemporal(row.kind(index), row.string(index), place, row.position());
                final Outcome outcome = typed(row, index, DataType.DATETIME);
                final boolean settled = reading != null && outcome == Outcome.READ;
                yield settled && row.kind(index).isTemporal() ? settleTemporal(row, index) : outcome;
            }
        };
    }

    private Outcome acceptText(final RowBuffer row, final int index, final Place place) {
        final char[] text = row.text();
        int start = row.start(index);
        int end = row.end(index);
        while (start < end && isSpace(text[start])) {
            start++;
        }
        while (start < end && isSpace(text[end - 1])) {
            end--;
        }
        if (start == end) {
            row.setNull(index);
            return Outcome.READ;
        }
        if (!verbatim && options.nullWords().contains(text, start, end)) {
            acceptNullWord(row, index, new String(text, start, end - start));
            return Outcome.READ;
        }
        evidence.acceptText(text, start, end, place, row.position());
        if (reading == null) {
            return Outcome.READ;
        }
        return switch (reading.dataType()) {
            case STRING -> Outcome.READ;
            case NUMERIC -> readNumber(row, index, start, end);
            case DATETIME -> readDatetime(row, index, start, end);
            case BOOLEAN -> readBoolean(row, index);
        };
    }

    /** It is no evidence: any column may have it. */
    private void acceptNullWord(final RowBuffer row, final int index, final String word) {
        final boolean value = options.nullWords().isValueAmongTexts(word);
        valuesAmongTexts = valuesAmongTexts || value;
        if (value && (reading == null || reading.dataType() == DataType.STRING && !reading.empty())) {
            return;
        }
        row.setNull(index);
        nullWords.merge(word, 1L, Long::sum);
    }

    private static boolean isSpace(final char character) {
        return character <= ' ' || character == '\u00a0' || (character > 127 && Character.isWhitespace(character));
    }

    private Outcome readNumber(final RowBuffer row, final int index, final int start, final int end) {
        if ((evidence.numberFit() & reading.numberStyle().mask()) == 0) {
            return misfit(row, index, reading.numberStyle().description());
        }
        if (numbers.settle(row.text(), start, end, reading.numberStyle())) {
            row.replaceText(index, numbers.normalised(), numbers.length());
        } else {
            row.setRange(index, start, end);
        }
        return settleNumber(row, index);
    }

    private Outcome settleNumber(final RowBuffer row, final int index) {
        row.setNumber(index, numbers.value(), numbers.isDouble());
        allLong = allLong && numbers.isLong();
        allDouble = allDouble && numbers.isDouble();
        precision = Math.max(precision, numbers.precision() - numbers.scale());
        scale = Math.max(scale, numbers.scale());
        return Outcome.READ;
    }

    private Outcome readDatetime(final RowBuffer row, final int index, final int start, final int end) {
        final DatetimeStyle style = reading.datetimeStyle();
        final boolean counted = (DatetimeStyle.NUMERIC & style.mask()) != 0;
        final boolean fitting = counted
                ? evidence.numberFit() != 0 && datetimes.settleNumber(numbers.value(), style)
                : (evidence.datetimeFit() & style.mask()) != 0;
        if (!fitting) {
            return misfit(row, index, style.description());
        }
        if (!counted) {
            datetimes.settle(style);
        }
        final CellKind kind = datetimes.kind();
        final boolean canonical = style == DatetimeStyle.YEAR_MONTH_DAY
                && datetimes.isGregorianAscii()
                && IsoText.isCanonical(row.text(), start, end, kind)
                && !(kind == CellKind.DATE && reading.datesHaveTimes());
        row.setTemporal(index, kind, datetimes.localSeconds(), datetimes.nanos(), datetimes.offsetSeconds());
        if (canonical) {
            row.setRange(index, start, end);
            return noteForm(row, index);
        }
        return settleTemporal(row, index);
    }

    /** Makes a day a midnight where others of the column have times, and writes the text anew. */
    private Outcome settleTemporal(final RowBuffer row, final int index) {
        final CellKind kind =
                reading.datesHaveTimes() && row.kind(index) == CellKind.DATE ? CellKind.DATETIME : row.kind(index);
        final int offset = kind == CellKind.OFFSET_DATETIME ? row.offsetSeconds(index) : 0;
        row.setTemporal(index, kind, row.localSeconds(index), row.nanos(index), offset);
        isoText.write(kind, row.localSeconds(index), row.nanos(index), offset);
        row.replaceText(index, isoText.characters(), isoText.length());
        return noteForm(row, index);
    }

    private Outcome noteForm(final RowBuffer row, final int index) {
        final Datetimes.Form form = switch (row.kind(index)) {
            case DATE -> Datetimes.Form.DATE;
            case OFFSET_DATETIME -> Datetimes.Form.OFFSET;
            default -> Datetimes.Form.LOCAL;
        };
        final boolean first = datetimeForm == null;
        final boolean same =
                form == datetimeForm && (form != Datetimes.Form.OFFSET || row.offsetSeconds(index) == offsetSeconds);
        datetimeForm = first || same ? form : Datetimes.Form.MIXED;
        offsetSeconds = first && form == Datetimes.Form.OFFSET ? row.offsetSeconds(index) : offsetSeconds;
        if (!fraction.holds(row.nanos(index))) {
            fraction = Datetimes.Fraction.MICROS.holds(row.nanos(index))
                    ? Datetimes.Fraction.MICROS
                    : Datetimes.Fraction.NANOS;
        }
        return Outcome.READ;
    }

    private Outcome readBoolean(final RowBuffer row, final int index) {
        final Boolean word = evidence.booleanFit();
        if (word == null) {
            return misfit(row, index, "a word for yes or no");
        }
        row.setBoolean(index, word);
        return Outcome.READ;
    }

    private Outcome acceptNumber(final RowBuffer row, final int index, final Place place) {
        final int start = row.start(index);
        final int end = row.end(index);
        evidence.acceptNumber(row.text(), start, end, place, row.position());
        if (reading == null) {
            return Outcome.READ;
        }
        return switch (reading.dataType()) {
            case STRING -> {
                row.setText(index);
                yield Outcome.READ;
            }
            case NUMERIC ->
                evidence.numberFit() == 0 ? misfit(row, index, "a number within 10^308") : settleNumber(row, index);
            case DATETIME ->
                (DatetimeStyle.NUMERIC & reading.datetimeStyle().mask()) == 0
                        ? misfit(row, index, reading.datetimeStyle().description())
                        : readDatetime(row, index, start, end);
            case BOOLEAN -> misfit(row, index, "a word for yes or no");
        };
    }

    /** A cell whose type the source says itself. */
    private Outcome typed(final RowBuffer row, final int index, final DataType type) {
        if (reading == null || reading.dataType() == type) {
            return Outcome.READ;
        }
        if (reading.dataType() != DataType.STRING) {
            return misfit(row, index, reading.dataType().wireName());
        }
        if (type == DataType.BOOLEAN) {
            row.setText(index, String.valueOf(row.isTrue(index)));
        } else {
            row.setText(index);
        }
        return Outcome.READ;
    }

    private Outcome misfit(final RowBuffer row, final int index, final String expected) {
        misfits++;
        misfitReason = expected;
        if (options.maxMisfitShare() == 0) {
            return Outcome.BROKEN;
        }
        row.setNull(index);
        return Outcome.NULLED;
    }

    public boolean hasValues() {
        return evidence.values() > 0;
    }

    /** What the cell nulled last should have been. */
    public String expected() {
        return misfitReason;
    }

    /** Cells that became null because they do not fit. */
    public long misfits() {
        return misfits;
    }

    /** Whether cells are read as this decision says. */
    public boolean reads(final ColumnDecision decision) {
        final boolean texts =
                reading != null && reading.dataType() == DataType.STRING && decision.dataType() == DataType.STRING;
        return decision.reading().equals(reading) || texts && !valuesAmongTexts;
    }

    /** Cells that are null because of a word that stands for a missing value, by this word. */
    public Map<String, Long> nullWords() {
        return Collections.unmodifiableMap(nullWords);
    }

    /** What all cells accepted say together. */
    public ColumnDecision decide(final TablePreferences preferences) {
        return decider.decide(preferences);
    }

    /** The type that the user has set and that the values are not of, with the first value that is not; null where all is well. */
    public String hintViolation(final ColumnDecision decision) {
        final DataType hint = evidence.hint();
        if (hint == null || hint == decision.dataType()) {
            return null;
        }
        final String misfit = hint == DataType.DATETIME ? evidence.datetimeMisfit() : evidence.numericMisfit();
        return "Column [%s] was set to be %s, and is not%s"
                .formatted(name, hint.wireName(), misfit == null ? "" : ": " + misfit);
    }

    /** What an encoding has to know of the cells read so far. */
    public ColumnForm form() {
        final DataType type = reading == null ? DataType.STRING : reading.dataType();
        final ColumnForm.Numbers form;
        if (allLong) {
            form = ColumnForm.Numbers.LONG;
        } else {
            form = allDouble ? ColumnForm.Numbers.DOUBLE : ColumnForm.Numbers.DECIMAL;
        }
        return new ColumnForm(name, type, form, datetimeForm, offsetSeconds, fraction, precision + scale, scale);
    }

    /** What is known for an encoding of the cells as this decision reads them: nothing yet, where they have been read in another way. */
    public ColumnForm form(final ColumnDecision settled) {
        return reads(settled)
                ? form()
                : new ColumnForm(
                        name, settled.dataType(), ColumnForm.Numbers.LONG, null, 0, Datetimes.Fraction.MILLIS, 0, 0);
    }

    boolean isDecimalCommaOnly() {
        final int commas = NumberStyle.masks(NumberStyle.DECIMAL_COMMA, NumberStyle.DECIMAL_COMMA_SPACE_GROUPS);
        final int styles = evidence.bestNumberStyles();
        return evidence.values() > 0 && styles != 0 && (styles & ~commas) == 0;
    }

    boolean isMonthFirstOnly() {
        return onlyOrder(DatetimeStyle.masks(DatetimeStyle.MONTH_DAY_YEAR, DatetimeStyle.MONTH_DAY_SHORT_YEAR));
    }

    boolean isDayFirstOnly() {
        return onlyOrder(DatetimeStyle.masks(DatetimeStyle.DAY_MONTH_YEAR, DatetimeStyle.DAY_MONTH_SHORT_YEAR));
    }

    private boolean onlyOrder(final int orders) {
        final int styles = evidence.bestDatetimeStyles();
        return evidence.values() > 0 && styles != 0 && (styles & ~orders) == 0;
    }
}
