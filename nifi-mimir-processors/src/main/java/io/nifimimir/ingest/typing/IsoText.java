/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.Datetimes;

import java.time.LocalDate;

/** Writes datetimes in ISO 8601 without making an object of them. Not safe for use by several threads. */
final class IsoText {
    private static final int DATE_LENGTH = 10;
    private static final int SECOND_LENGTH = 19;
    private static final int MAX_LENGTH = 40;
    private static final int MAX_YEAR = 9_999;
    private static final int NANO_DIGITS = 9;
    private static final int GROUP = 3;

    private final char[] characters = new char[MAX_LENGTH];
    private int length;

    char[] characters() {
        return characters;
    }

    int length() {
        return length;
    }

    /** Whether a text that is a datetime, year first, stands as this class would write it. */
    static boolean isCanonical(final char[] text, final int start, final int end, final CellKind kind) {
        final int size = end - start;
        if (size < DATE_LENGTH || text[start + 4] != '-' || text[start + 7] != '-') {
            return false;
        }
        if (kind == CellKind.DATE) {
            return size == DATE_LENGTH;
        }
        final boolean seconds = size >= SECOND_LENGTH
                && text[start + DATE_LENGTH] == 'T'
                && text[start + 13] == ':'
                && text[start + 16] == ':';
        if (!seconds || kind == CellKind.DATETIME) {
            return seconds && size == SECOND_LENGTH;
        }
        return size == SECOND_LENGTH + 1 ? text[end - 1] == 'Z' : size == SECOND_LENGTH + 6 && text[end - 3] == ':';
    }

    void write(final CellKind kind, final long localSeconds, final int nanos, final int offsetSeconds) {
        length = 0;
        final LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(localSeconds, Datetimes.SECONDS_PER_DAY));
        if (date.getYear() > MAX_YEAR || date.getYear() < 0) {
            throw new IllegalArgumentException("Year of more than four digits: " + date.getYear());
        }
        digits(date.getYear(), 4);
        characters[length++] = '-';
        digits(date.getMonthValue(), 2);
        characters[length++] = '-';
        digits(date.getDayOfMonth(), 2);
        if (kind == CellKind.DATE) {
            return;
        }
        characters[length++] = 'T';
        clock((int) Math.floorMod(localSeconds, Datetimes.SECONDS_PER_DAY), true);
        fraction(nanos);
        if (kind == CellKind.OFFSET_DATETIME) {
            offset(offsetSeconds);
        }
    }

    private void clock(final int secondOfDay, final boolean withSeconds) {
        digits(secondOfDay / 3_600, 2);
        characters[length++] = ':';
        digits(secondOfDay / 60 % 60, 2);
        if (withSeconds) {
            characters[length++] = ':';
            digits(secondOfDay % 60, 2);
        }
    }

    /** Three, six or nine digits, as few as it takes, like java.time. */
    private void fraction(final int nanos) {
        if (nanos == 0) {
            return;
        }
        characters[length++] = '.';
        int value = nanos;
        int count = NANO_DIGITS;
        while (value % 1_000 == 0 && count > GROUP) {
            value /= 1_000;
            count -= GROUP;
        }
        digits(value, count);
    }

    private void offset(final int seconds) {
        if (seconds == 0) {
            characters[length++] = 'Z';
            return;
        }
        characters[length++] = seconds < 0 ? '-' : '+';
        clock(Math.abs(seconds), seconds % 60 != 0);
    }

    private void digits(final int value, final int count) {
        int rest = value;
        for (int place = length + count - 1; place >= length; place--) {
            characters[place] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }
}
