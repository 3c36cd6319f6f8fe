/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.Datetimes;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;

/** Reads datetimes from characters without making a string of them. Not safe for use by several threads. */
final class DatetimeScanner {
    private static final int MIN_LENGTH = 6;
    private static final int MAX_LENGTH = 48;
    private static final int YEAR_DIGITS = 4;

    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MAX_OFFSET_HOURS = 18;
    private static final int NANO_DIGITS = 9;
    private static final long MILLIS = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** 1990 to 2100: where a count of seconds is meant as an instant. */
    private static final double MIN_EPOCH_SECONDS = 631_152_000;

    private static final double MAX_EPOCH_SECONDS = 4_102_444_800.0;

    /** 1927 to 2119 by Excel's count, which begins with 1899-12-31 as day 1 and knows a 29 February 1900. */
    private static final double MIN_SERIAL = 10_000;

    private static final double MAX_SERIAL = 80_000;
    private static final long SERIAL_ZERO = LocalDate.of(1899, 12, 30).toEpochDay();

    private final DateCalendar calendar;
    private final char[] asciiText = new char[MAX_LENGTH];

    private char[] text;
    private int position;
    private int end;

    private final int[] numbers = new int[3];
    private final int[] digits = new int[3];
    private char separator;

    private long epochDay;
    private long secondOfDay;
    private int nanos;
    private int offset;
    private boolean hasTime;
    private boolean asciiDigits;
    private int nameYear;
    private int nameMonth;
    private int nameDay;
    private DateCalendar nameCalendar;
    private DateCalendar settledCalendar;

    /** @param calendar in which dates are written */
    DatetimeScanner(final DateCalendar calendar) {
        this.calendar = calendar;
    }

    /**
     * The styles among the candidates in which the text is a datetime.
     *
     * @param candidates bits of {@link DatetimeStyle#mask}, textual ones only
     */
    int scan(final char[] characters, final int start, final int stop, final int candidates) {
        final int length = stop - start;
        if (candidates == 0 || length < MIN_LENGTH || length > MAX_LENGTH) {
            return 0;
        }
        text = characters;
        position = start;
        end = stop;
        hasTime = false;
        asciiDigits = true;
        secondOfDay = 0;
        nanos = 0;
        offset = NO_OFFSET;
        if (!isDigit(text[start])) {
            if (Character.isLetter(text[start])) {
                return scanNames(candidates);
            }
            if (!Character.isDigit(text[start])) {
                return 0;
            }
            takeAsciiDigits(start);
        }
        return scanNumbers(candidates);
    }

    /** Arabic, Persian and other digits have the values of the common ones. */
    private void takeAsciiDigits(final int start) {
        for (int index = start; index < end; index++) {
            final int digit = Character.digit(text[index], 10);
            asciiText[index - start] = digit < 0 ? text[index] : (char) ('0' + digit);
        }
        text = asciiText;
        asciiDigits = false;
        position = 0;
        end -= start;
    }

    private int scanNumbers(final int candidates) {
        final int start = position;
        int groups = 0;
        separator = 0;
        while (groups < 3) {
            final int from = position;
            int number = 0;
            while (position < end && position - from < YEAR_DIGITS && isDigit(text[position])) {
                number = number * 10 + text[position++] - '0';
            }
            if (position == from) {
                break;
            }
            numbers[groups] = number;
            digits[groups] = position - from;
            groups++;
            if (groups == 3 || position == end || !isSeparator(text[position]) || !sameSeparator(text[position])) {
                break;
            }
            separator = text[position++];
        }
        if (groups == 3) {
            return scanTime() ? candidates & orders() : 0;
        }
        if (groups == 2 && position == end) {
            return candidates & months();
        }
        position = start;
        return scanNames(candidates) | scanWeekOrQuarter(start, candidates);
    }

    private boolean sameSeparator(final char character) {
        return separator == 0 || separator == character;
    }

    private static boolean isSeparator(final char character) {
        return character == '-' || character == '/' || character == '.';
    }

    private int orders() {
        int fitting = 0;
        if (digits[0] == YEAR_DIGITS) {
            return digits[1] <= 2 && digits[2] <= 2 && isDate(numbers[0], numbers[1], numbers[2])
                    ? DatetimeStyle.YEAR_MONTH_DAY.mask()
                    : 0;
        }
        if (digits[0] > 2 || digits[1] > 2) {
            return 0;
        }
        if (digits[2] == YEAR_DIGITS) {
            fitting |= isDate(numbers[2], numbers[1], numbers[0]) ? DatetimeStyle.DAY_MONTH_YEAR.mask() : 0;
            fitting |= isDate(numbers[2], numbers[0], numbers[1]) ? DatetimeStyle.MONTH_DAY_YEAR.mask() : 0;
        } else if (digits[2] == 2) {
            fitting |= isDate(full(numbers[2]), numbers[1], numbers[0]) ? DatetimeStyle.DAY_MONTH_SHORT_YEAR.mask() : 0;
            fitting |= isDate(full(numbers[2]), numbers[0], numbers[1]) ? DatetimeStyle.MONTH_DAY_SHORT_YEAR.mask() : 0;
            fitting |= digits[0] == 2 && isDate(full(numbers[0]), numbers[1], numbers[2])
                    ? DatetimeStyle.SHORT_YEAR_MONTH_DAY.mask()
                    : 0;
        }
        return fitting;
    }

    private int months() {
        final boolean yearFirst = digits[0] == YEAR_DIGITS && digits[1] <= 2 && separator == '-';
        final boolean yearLast = digits[1] == YEAR_DIGITS && digits[0] <= 2 && separator == '/';
        if (!yearFirst && !yearLast) {
            return 0;
        }
        nameYear = yearFirst ? numbers[0] : numbers[1];
        nameMonth = yearFirst ? numbers[1] : numbers[0];
        nameDay = 1;
        nameCalendar = calendar.ofYear(nameYear);
        if (!nameCalendar.isDate(nameYear, nameMonth, nameDay)) {
            return 0;
        }
        return DatetimeStyle.MONTH.mask();
    }

    private int full(final int shortYear) {
        return calendar.fullYear(shortYear);
    }

    private boolean isDate(final int year, final int month, final int day) {
        return calendar.ofYear(year).isDate(year, month, day);
    }

    /** A day, a name and a year in any order, or a name and a year: {@code 30 April 2024}, {@code Apr 30, 2024}, {@code April 2024}. */
    private int scanNames(final int candidates) {
        if ((candidates & DatetimeStyle.masks(DatetimeStyle.MONTH_NAME, DatetimeStyle.MONTH)) == 0) {
            return 0;
        }
        nameYear = -1;
        nameDay = -1;
        nameMonth = 0;
        nameCalendar = DateCalendar.GREGORIAN;
        while (position < end && !(nameYear >= 0 && nameMonth > 0 && !(nameDay < 0 && isDigitAhead()))) {
            if (!scanNamePart()) {
                return 0;
            }
            skipNameSeparators();
        }
        if (nameMonth == 0 || nameYear < 0) {
            return 0;
        }
        if (nameDay < 0) {
            nameDay = 1;
            return position == end ? candidates & DatetimeStyle.MONTH.mask() : 0;
        }
        return nameCalendar.isDate(nameYear, nameMonth, nameDay) && scanTimeAfterNames()
                ? candidates & DatetimeStyle.MONTH_NAME.mask()
                : 0;
    }

    private boolean scanTimeAfterNames() {
        if (position == end) {
            return true;
        }
        // The separator before the time has been skipped with those of the names
        position--;
        return scanTime();
    }

    private boolean isDigitAhead() {
        return isDigit(text[position]);
    }

    private boolean scanNamePart() {
        final int from = position;
        if (isDigit(text[position])) {
            int number = 0;
            while (position < end && position - from < YEAR_DIGITS && isDigit(text[position])) {
                number = number * 10 + text[position++] - '0';
            }
            return acceptNumber(number, position - from);
        }
        while (position < end
                && (Character.isLetter(text[position]) || text[position] == '.' || isMark(text[position]))) {
            position++;
        }
        return position > from && nameMonth == 0 && acceptName(new String(text, from, position - from));
    }

    /** A month of the source's calendar, or else of the Gregorian one, whose names stand in years of its own. */
    private boolean acceptName(final String name) {
        nameMonth = calendar.month(name);
        if (nameMonth > 0) {
            nameCalendar = calendar;
            return true;
        }
        final Month month = MonthNames.find(name);
        nameMonth = month == null ? 0 : month.getValue();
        return month != null;
    }

    private static boolean isMark(final char character) {
        return Character.getType(character) == Character.NON_SPACING_MARK;
    }

    private boolean acceptNumber(final int number, final int count) {
        if (count == YEAR_DIGITS && nameYear < 0) {
            nameYear = number;
            return true;
        }
        if (count <= 2 && nameDay < 0) {
            nameDay = number;
            skipOrdinal();
            return true;
        }
        // 30-Apr-24
        if (count == 2 && nameYear < 0 && nameMonth > 0) {
            nameYear = nameCalendar.fullYear(number);
            return true;
        }
        return false;
    }

    /** The letters of 1st, 2nd, 3rd and 4th. */
    private void skipOrdinal() {
        if (position + 2 <= end && (position + 2 == end || !Character.isLetter(text[position + 2]))) {
            final String letters = new String(text, position, 2);
            if ("st".equals(letters) || "nd".equals(letters) || "rd".equals(letters) || "th".equals(letters)) {
                position += 2;
            }
        }
    }

    private void skipNameSeparators() {
        while (position < end && (text[position] == ' ' || text[position] == ',' || isSeparator(text[position]))) {
            position++;
        }
    }

    private int scanWeekOrQuarter(final int start, final int candidates) {
        final String shown = new String(text, start, end - start);
        if (shown.matches("[0-9]{4}-?W[0-9]{2}(-?[1-7])?")) {
            final String plain = shown.replace("-", "");
            final int week = Integer.parseInt(plain.substring(5, 7));
            final int day = plain.length() > 7 ? plain.charAt(7) - '0' : 1;
            return week >= 1 && week <= 53 && weekDate(Integer.parseInt(plain.substring(0, 4)), week, day)
                    ? candidates & DatetimeStyle.WEEK.mask()
                    : 0;
        }
        if (shown.matches("[0-9]{4}[- ]?Q[1-4]")) {
            nameYear = Integer.parseInt(shown.substring(0, YEAR_DIGITS));
            nameMonth = (shown.charAt(shown.length() - 1) - '1') * 3 + 1;
            nameDay = 1;
            nameCalendar = DateCalendar.GREGORIAN;
            return candidates & DatetimeStyle.QUARTER.mask();
        }
        return 0;
    }

    private boolean weekDate(final int year, final int week, final int day) {
        try {
            final LocalDate date = LocalDate.of(year, 1, 4)
                    .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week)
                    .with(WeekFields.ISO.dayOfWeek(), day);
            nameYear = date.getYear();
            nameMonth = date.getMonthValue();
            nameDay = date.getDayOfMonth();
            nameCalendar = DateCalendar.GREGORIAN;
            return true;
        } catch (final DateTimeException e) {
            // The 53rd week of a year that has none
            return false;
        }
    }

    /** The rest behind the day: nothing, or a time with or without an offset. */
    private boolean scanTime() {
        if (position == end) {
            return true;
        }
        if (text[position] == ',') {
            position++;
        }
        if (position == end || (text[position] != 'T' && text[position] != 't' && text[position] != ' ')) {
            return false;
        }
        position++;
        int hour = twoDigits(1);
        if (hour < 0 || position >= end || text[position] != ':') {
            return false;
        }
        position++;
        final int minute = twoDigits(2);
        int second = 0;
        if (position < end && text[position] == ':') {
            position++;
            second = twoDigits(2);
            if (second >= 0 && position < end && (text[position] == '.' || text[position] == ',') && !fraction()) {
                return false;
            }
        }
        hour = meridiem(hour);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return false;
        }
        hasTime = true;
        secondOfDay = (long) hour * SECONDS_PER_HOUR + (long) minute * SECONDS_PER_MINUTE + second;
        return scanOffset();
    }

    private int meridiem(final int hour) {
        int at = position;
        while (at < end && (text[at] == ' ' || text[at] == '\u202f')) {
            at++;
        }
        if (at + 2 > end || (text[at + 1] | 0x20) != 'm') {
            return hour;
        }
        final char half = (char) (text[at] | 0x20);
        if ((half != 'a' && half != 'p') || hour < 1 || hour > 12) {
            return half == 'a' || half == 'p' ? -1 : hour;
        }
        position = at + 2;
        return hour % 12 + (half == 'p' ? 12 : 0);
    }

    private boolean fraction() {
        final int from = ++position;
        int value = 0;
        while (position < end && isDigit(text[position])) {
            if (position - from < NANO_DIGITS) {
                value = value * 10 + text[position] - '0';
            }
            position++;
        }
        final int count = position - from;
        for (int missing = count; missing < NANO_DIGITS; missing++) {
            value *= 10;
        }
        nanos = value;
        return count > 0 && count <= NANO_DIGITS;
    }

    private boolean scanOffset() {
        if (position < end && text[position] == ' ') {
            position++;
        }
        if (position == end) {
            return text[position - 1] != ' ';
        }
        final char sign = text[position++];
        if (sign == 'Z' || sign == 'z') {
            offset = 0;
            return position == end;
        }
        if (end - position == 2 && (sign == 'U' || sign == 'G')) {
            final String rest = new String(text, position, 2);
            offset = 0;
            return sign == 'U' ? "TC".equals(rest) : "MT".equals(rest);
        }
        if (sign != '+' && sign != '-') {
            return false;
        }
        final int hours = twoDigits(2);
        int minutes = 0;
        if (position < end) {
            position += text[position] == ':' ? 1 : 0;
            minutes = twoDigits(2);
        }
        if (position != end || hours < 0 || hours > MAX_OFFSET_HOURS || minutes < 0 || minutes > 59) {
            return false;
        }
        offset = (sign == '-' ? -1 : 1) * (hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE);
        return Math.abs(offset) <= MAX_OFFSET_HOURS * SECONDS_PER_HOUR;
    }

    /** One or two digits as a number, or -1 where there are fewer than wanted. */
    private int twoDigits(final int least) {
        int value = 0;
        final int from = position;
        while (position < end && position - from < 2 && isDigit(text[position])) {
            value = value * 10 + text[position++] - '0';
        }
        return position - from < least ? -1 : value;
    }

    /** Settles the datetime of the text scanned last, read in one style of those that fit. */
    void settle(final DatetimeStyle style) {
        epochDay = switch (style) {
            case YEAR_MONTH_DAY -> day(numbers[0], numbers[1], numbers[2]);
            case DAY_MONTH_YEAR -> day(numbers[2], numbers[1], numbers[0]);
            case MONTH_DAY_YEAR -> day(numbers[2], numbers[0], numbers[1]);
            case DAY_MONTH_SHORT_YEAR -> day(full(numbers[2]), numbers[1], numbers[0]);
            case MONTH_DAY_SHORT_YEAR -> day(full(numbers[2]), numbers[0], numbers[1]);
            case SHORT_YEAR_MONTH_DAY -> day(full(numbers[0]), numbers[1], numbers[2]);
            case MONTH_NAME, MONTH, WEEK, QUARTER -> nameCalendar.epochDay(nameYear, nameMonth, nameDay);
            case BASIC, EPOCH_SECONDS, EPOCH_MILLIS, EXCEL_SERIAL ->
                throw new IllegalArgumentException("Numbers are settled by settleNumber");
        };
    }

    private long day(final int year, final int month, final int day) {
        settledCalendar = calendar.ofYear(year);
        return settledCalendar.epochDay(year, month, day);
    }

    /** Whether the text settled last says in its own digits what ISO 8601 says with them. */
    boolean isGregorianAscii() {
        return asciiDigits && settledCalendar == DateCalendar.GREGORIAN;
    }

    /** Whether the number is a datetime in this style, and settles it. */
    boolean settleNumber(final double number, final DatetimeStyle style) {
        hasTime = style != DatetimeStyle.BASIC;
        nanos = 0;
        secondOfDay = 0;
        offset = NO_OFFSET;
        return switch (style) {
            case BASIC -> settleBasic(number);
            case EPOCH_SECONDS -> settleEpochMillis(number * MILLIS);
            case EPOCH_MILLIS -> settleEpochMillis(number);
            case EXCEL_SERIAL -> settleSerial(number);
            default -> throw new IllegalArgumentException("Not a style of numbers: " + style);
        };
    }

    private boolean settleBasic(final double number) {
        final int basic = (int) number;
        final int year = basic / 10_000;
        final int month = basic / 100 % 100;
        final boolean own = calendar != DateCalendar.GREGORIAN && calendar.ofYear(year) == calendar;
        final boolean date =
                basic == number && (own || year >= 1900 && year < 2200) && isDate(year, month, basic % 100);
        if (date) {
            epochDay = day(year, month, basic % 100);
        }
        return date;
    }

    private boolean settleEpochMillis(final double millis) {
        if (!(millis >= MIN_EPOCH_SECONDS * MILLIS && millis <= MAX_EPOCH_SECONDS * MILLIS)) {
            return false;
        }
        final long rounded = Math.round(millis);
        final long seconds = Math.floorDiv(rounded, MILLIS);
        epochDay = Math.floorDiv(seconds, Datetimes.SECONDS_PER_DAY);
        secondOfDay = Math.floorMod(seconds, Datetimes.SECONDS_PER_DAY);
        nanos = (int) Math.floorMod(rounded, MILLIS) * NANOS_PER_MILLI;
        offset = 0;
        return true;
    }

    private boolean settleSerial(final double number) {
        if (!(number >= MIN_SERIAL && number <= MAX_SERIAL)) {
            return false;
        }
        final long seconds = Math.round(number * Datetimes.SECONDS_PER_DAY);
        epochDay = SERIAL_ZERO + seconds / Datetimes.SECONDS_PER_DAY;
        secondOfDay = seconds % Datetimes.SECONDS_PER_DAY;
        hasTime = secondOfDay != 0;
        return true;
    }

    CellKind kind() {
        if (!hasTime) {
            return CellKind.DATE;
        }
        return offset == NO_OFFSET ? CellKind.DATETIME : CellKind.OFFSET_DATETIME;
    }

    long localSeconds() {
        return epochDay * Datetimes.SECONDS_PER_DAY + secondOfDay;
    }

    int nanos() {
        return nanos;
    }

    int offsetSeconds() {
        return offset == NO_OFFSET ? 0 : offset;
    }

    private static boolean isDigit(final char character) {
        return character >= '0' && character <= '9';
    }
}
