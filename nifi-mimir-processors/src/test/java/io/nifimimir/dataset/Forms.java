/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The narrowest forms of columns, told by their cells. */
final class Forms {
    private Forms() {}

    static List<ColumnForm> of(final DatasetHeader header, final List<Object[]> rows) {
        final List<ColumnForm> forms = new ArrayList<>();
        for (final Column column : header.columns()) {
            final List<Object> cells = new ArrayList<>();
            rows.forEach(row -> cells.add(row[column.index()]));
            cells.removeIf(Objects::isNull);
            forms.add(form(column, cells));
        }
        return forms;
    }

    private static ColumnForm form(final Column column, final List<Object> cells) {
        ColumnForm.Numbers numbers = ColumnForm.Numbers.LONG;
        int integerDigits = 1;
        int scale = 0;
        Datetimes.Fraction fraction = Datetimes.Fraction.MILLIS;
        final Set<Object> forms = new HashSet<>();
        Datetimes.Form form = null;
        int offsetSeconds = 0;
        for (final Object cell : cells) {
            if (cell instanceof Number number) {
                final BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
                scale = Math.max(scale, exact.scale());
                integerDigits = Math.max(integerDigits, exact.precision() - exact.scale());
            } else if (cell instanceof Temporal datetime) {
                final int nanos = cell instanceof LocalDate ? 0 : datetime.get(ChronoField.NANO_OF_SECOND);
                while (!fraction.holds(nanos)) {
                    fraction = Datetimes.Fraction.values()[fraction.ordinal() + 1];
                }
                form = form(datetime);
                forms.add(datetime instanceof OffsetDateTime offset ? offset.getOffset() : form);
                offsetSeconds = datetime instanceof OffsetDateTime offset
                        ? offset.getOffset().getTotalSeconds()
                        : offsetSeconds;
            }
        }
        if (column.dataType() == DataType.NUMERIC) {
            final List<BigDecimal> exact =
                    cells.stream().map(cell -> new BigDecimal(cell.toString())).toList();
            final boolean longs = exact.stream().allMatch(Forms::isLong);
            final boolean doubles = exact.stream().allMatch(Forms::isDouble);
            final ColumnForm.Numbers fractions = doubles ? ColumnForm.Numbers.DOUBLE : ColumnForm.Numbers.DECIMAL;
            numbers = longs ? ColumnForm.Numbers.LONG : fractions;
        }
        return new ColumnForm(
                column.name(),
                column.dataType(),
                numbers,
                forms.size() > 1 ? Datetimes.Form.MIXED : form,
                offsetSeconds,
                fraction,
                integerDigits + scale,
                scale);
    }

    private static Datetimes.Form form(final Temporal datetime) {
        if (datetime instanceof LocalDate) {
            return Datetimes.Form.DATE;
        }
        return datetime instanceof LocalDateTime ? Datetimes.Form.LOCAL : Datetimes.Form.OFFSET;
    }

    private static boolean isLong(final BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 && number.toBigInteger().bitLength() < Long.SIZE;
    }

    private static boolean isDouble(final BigDecimal number) {
        final double nearest = number.doubleValue();
        return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(number) == 0;
    }
}
