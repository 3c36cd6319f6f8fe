/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import org.apache.poi.ss.usermodel.DateUtil;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** Turns the numbers of a sheet into values. */
final class SheetNumbers {
    private static final double LARGEST_EXACT_INTEGER = 1L << 53;

    /** Digits that a double keeps whatever they are; Excel itself shows no more. */
    private static final int DOUBLE_DIGITS = 15;

    /** An exponent beyond it is no number of Excel's, and would unfold to a text of any length. */
    private static final int MAX_EXPONENT = 400;

    private SheetNumbers() {}

    /**
     * A number as its file writes it. Integers keep all their digits. Excel writes 17 digits of a fraction, 1.1 as 1.1000000000000001; of these, the fewest
     * that name the same double are kept.
     *
     * @throws NumberFormatException where it is none
     */
    static Number number(final String text) {
        final BigDecimal written = new BigDecimal(text.strip());
        if (Math.abs((long) written.scale()) > MAX_EXPONENT) {
            return number(written.doubleValue());
        }
        final BigDecimal shortest = written.stripTrailingZeros();
        if (shortest.scale() <= 0) {
            return shortest.precision() - shortest.scale() <= DOUBLE_DIGITS
                    ? (Number) shortest.longValue()
                    : shortest.toBigInteger();
        }
        return shortest.precision() <= DOUBLE_DIGITS ? shortest : number(shortest.doubleValue());
    }

    static Number number(final double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new NumberFormatException("a number is beyond all that Excel can hold");
        }
        final boolean integer = value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT_INTEGER;
        return integer ? (Number) (long) value : value;
    }

    /** A number in a cell that is formatted as a date: a date, a datetime, or the number where no date is that early. */
    static Object date(final double value, final boolean date1904) {
        if (!DateUtil.isValidExcelDate(value)) {
            return number(value);
        }
        final LocalDateTime dateTime = DateUtil.getLocalDateTime(value, date1904, true);
        return dateTime.toLocalTime().equals(LocalTime.MIDNIGHT) ? (Object) dateTime.toLocalDate() : dateTime;
    }
}
