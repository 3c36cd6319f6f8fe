/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.DataType;

/**
 * What all cells of a column say about its type: each cell strikes out the readings that it does not allow. Where a share of misfits is allowed, nothing is
 * struck out and the misfits of each reading are counted. Nothing is guessed from a sample.
 */
final class ColumnEvidence {
    private static final int SHOWN_LENGTH = 40;

    private final NumberScanner numbers;
    private final DatetimeScanner datetimes;
    private final boolean misfitsAllowed;
    private final DataType hint;
    private final boolean textTyped;

    private final long[] numberMisfits = new long[NumberStyle.ALL.length];
    private final long[] datetimeMisfits = new long[DatetimeStyle.ALL.length];
    private int numberStyles = NumberScanner.ALL_STYLES;
    private int datetimeStyles = DatetimeStyle.TEXTUAL;
    /** Styles of datetimes that are numbers; only where the column's name or the user says that there may be some. */
    private int countedStyles;

    private boolean booleans = true;
    private long booleanMisfits;
    private long values;
    private boolean midnights;
    private boolean times;
    private boolean datetimesInText;
    private boolean integersOnly = true;
    private int fewestDigits = Integer.MAX_VALUE;
    private String numericMisfit;
    private String datetimeMisfit;

    private int numberFit;
    private int datetimeFit;
    private Boolean booleanFit;

    ColumnEvidence(
            final NumberScanner numbers,
            final DatetimeScanner datetimes,
            final String name,
            final TypingOptions options,
            final boolean textTyped) {
        this.numbers = numbers;
        this.datetimes = datetimes;
        misfitsAllowed = options.maxMisfitShare() > 0;
        hint = options.hints().get(name);
        // A hint of the user outweighs what the source says
        this.textTyped = textTyped && hint == null;
        if (hint == DataType.DATETIME) {
            countedStyles = DatetimeStyle.NUMERIC;
        } else if (hint == null && ColumnNameHints.canBeInstant(name)) {
            countedStyles = DatetimeStyle.NUMERIC & ~DatetimeStyle.EXCEL_SERIAL.mask();
        }
        numberStyles = hint == null || hint == DataType.NUMERIC || hint == DataType.DATETIME ? numberStyles : 0;
        datetimeStyles = hint == null || hint == DataType.DATETIME ? datetimeStyles : 0;
        booleans = hint == null || hint == DataType.BOOLEAN;
    }

    /** @param text without space around it, no null word */
    void acceptText(final char[] text, final int start, final int end, final Place place, final long position) {
        values++;
        if ((numberStyles | datetimeStyles) == 0 && !booleans) {
            // Text it is, whatever else comes
            return;
        }
        numberFit = textTyped ? 0 : numbers.scan(text, start, end, numberStyles);
        datetimeFit = datetimes.scan(text, start, end, datetimeStyles);
        booleanFit = booleans && !textTyped ? word(text, start, end) : null;
        strikeNumbers(text, start, end, place, position);
        if (datetimeFit != datetimeStyles) {
            datetimeStyles = strike(datetimeStyles, datetimeFit, datetimeMisfits);
            if (datetimeFit == 0 && datetimeMisfit == null) {
                datetimeMisfit = describe(text, start, end, place, position);
            }
        }
        if (datetimeFit != 0) {
            noteTime(datetimes.kind());
            datetimesInText = true;
        }
        strikeBooleans(booleanFit != null);
    }

    private Boolean word(final char[] text, final int start, final int end) {
        if (hint == DataType.BOOLEAN && end - start == 1) {
            return switch (text[start]) {
                case '1', 'y', 'Y', 't', 'T', 'x', 'X' -> Boolean.TRUE;
                case '0', 'n', 'N', 'f', 'F' -> Boolean.FALSE;
                default -> null;
            };
        }
        return BooleanWords.parse(text, start, end);
    }

    /** A number that the source itself says is one. */
    void acceptNumber(final char[] text, final int start, final int end, final Place place, final long position) {
        values++;
        numberFit = numbers.scanExact(text, start, end) ? numberStyles : 0;
        datetimeFit = 0;
        booleanFit = null;
        strikeNumbers(text, start, end, place, position);
        datetimeStyles = strike(datetimeStyles, 0, datetimeMisfits);
        if (datetimeMisfit == null) {
            datetimeMisfit = describe(text, start, end, place, position);
        }
        strikeBooleans(false);
    }

    private void strikeNumbers(
            final char[] text, final int start, final int end, final Place place, final long position) {
        if (numberFit != numberStyles) {
            numberStyles = strike(numberStyles, numberFit, numberMisfits);
        }
        if (numberFit == 0) {
            countedStyles = misfitsAllowed ? countedStyles : 0;
            if (numericMisfit == null) {
                numericMisfit = describe(text, start, end, place, position);
            }
            return;
        }
        integersOnly = integersOnly && numbers.scale() == 0;
        fewestDigits = Math.min(fewestDigits, numbers.precision());
        if (countedStyles != 0) {
            for (final DatetimeStyle style : DatetimeStyle.ALL) {
                if ((countedStyles & style.mask()) != 0 && !datetimes.settleNumber(numbers.value(), style)) {
                    countedStyles &= ~style.mask();
                }
            }
        }
    }

    void acceptBoolean(final String shown, final Place place, final long position) {
        values++;
        strikeOthers(shown, place, position);
        datetimeStyles = strike(datetimeStyles, 0, datetimeMisfits);
        datetimeMisfit = datetimeMisfit == null ? describe(shown, place, position) : datetimeMisfit;
    }

    void acceptTemporal(final CellKind kind, final String shown, final Place place, final long position) {
        values++;
        strikeOthers(shown, place, position);
        strikeBooleans(false);
        noteTime(kind);
    }

    private void strikeOthers(final String shown, final Place place, final long position) {
        numberStyles = strike(numberStyles, 0, numberMisfits);
        countedStyles = misfitsAllowed ? countedStyles : 0;
        numericMisfit = numericMisfit == null ? describe(shown, place, position) : numericMisfit;
    }

    private int strike(final int styles, final int fit, final long[] misfits) {
        if (!misfitsAllowed) {
            return styles & fit;
        }
        for (int style = 0; style < misfits.length; style++) {
            misfits[style] += (styles & ~fit) >>> style & 1;
        }
        return styles;
    }

    private void strikeBooleans(final boolean fits) {
        booleanMisfits += fits ? 0 : 1;
        booleans = booleans && (fits || misfitsAllowed);
    }

    private void noteTime(final CellKind kind) {
        times = times || kind != CellKind.DATE;
        midnights = midnights || kind == CellKind.DATE;
    }

    private static String describe(
            final char[] text, final int start, final int end, final Place place, final long position) {
        return describe(new String(text, start, Math.min(end - start, SHOWN_LENGTH + 1)), place, position);
    }

    private static String describe(final String value, final Place place, final long position) {
        final String shown = value.length() > SHOWN_LENGTH ? value.substring(0, SHOWN_LENGTH) + "\u2026" : value;
        return "[%s] in %s".formatted(shown, place.place(position));
    }

    /** Styles in which the text accepted last is a number. */
    int numberFit() {
        return numberFit;
    }

    /** Styles in which the text accepted last is a datetime. */
    int datetimeFit() {
        return datetimeFit;
    }

    /** What the text accepted last says, or null where it is no word for yes or no. */
    Boolean booleanFit() {
        return booleanFit;
    }

    DataType hint() {
        return hint;
    }

    boolean isTextTyped() {
        return textTyped;
    }

    long values() {
        return values;
    }

    /** The numeric styles that the fewest values do not fit. */
    int bestNumberStyles() {
        return best(numberStyles, numberMisfits);
    }

    /** The textual datetime styles that the fewest values do not fit. */
    int bestDatetimeStyles() {
        return best(datetimeStyles, datetimeMisfits);
    }

    int countedStyles() {
        return countedStyles;
    }

    private static int best(final int styles, final long[] misfits) {
        long fewest = Long.MAX_VALUE;
        int best = 0;
        for (int style = 0; style < misfits.length; style++) {
            if ((styles >>> style & 1) == 0 || misfits[style] > fewest) {
                continue;
            }
            best = misfits[style] < fewest ? 0 : best;
            fewest = misfits[style];
            best |= 1 << style;
        }
        return best;
    }

    /** Values that are no number in the style; more than there are where the style is struck out. */
    long numberMisfits(final int style) {
        return (numberStyles >>> style & 1) == 0 ? Long.MAX_VALUE : numberMisfits[style];
    }

    long datetimeMisfits(final int style) {
        return (datetimeStyles >>> style & 1) == 0 ? Long.MAX_VALUE : datetimeMisfits[style];
    }

    long booleanMisfits() {
        return booleans ? booleanMisfits : Long.MAX_VALUE;
    }

    /** Whether any datetime came as text; one that the source itself says is one leaves no doubt about the order of day and month. */
    boolean hasDatetimesInText() {
        return datetimesInText;
    }

    boolean hasTimesAndMidnights() {
        return times && midnights;
    }

    boolean isIntegersOnly() {
        return integersOnly;
    }

    /** Digits of the number that has the fewest. */
    int fewestDigits() {
        return fewestDigits;
    }

    /** The first value that is no number, and its place; null where there is none. */
    String numericMisfit() {
        return numericMisfit;
    }

    /** The first value that is no datetime, and its place; null where there is none. */
    String datetimeMisfit() {
        return datetimeMisfit;
    }
}
