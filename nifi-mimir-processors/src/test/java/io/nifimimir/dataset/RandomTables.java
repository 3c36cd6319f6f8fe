/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Tables of cells of every kind, the same ones from the same seed. */
final class RandomTables {
    private static final int MAX_COLUMNS = 9;
    private static final int MAX_ROWS = 60;
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final String CHARACTERS = "aZ09 _\"\\\n\t\u0000\u007f\u0080\u00e9\u07ff\u0800\u067e\u4e2d\uffff";
    private static final int[] NANOS = {0, 120_000_000, 123_456_000, 123_456_789};

    private final Random random;
    private final List<Column> columns = new ArrayList<>();
    private final List<Object[]> rows = new ArrayList<>();

    RandomTables(final long seed) {
        random = new Random(seed);
        final List<Supplier<Object>> cells = new ArrayList<>();
        final int count = 1 + random.nextInt(MAX_COLUMNS);
        for (int index = 0; index < count; index++) {
            final DataType type = DataType.values()[random.nextInt(DataType.values().length)];
            columns.add(new Column(text() + index, index, type, false, 0, 0, true, null, List.of(), null));
            cells.add(cells(type));
        }
        final int size = random.nextInt(MAX_ROWS);
        for (int row = 0; row < size; row++) {
            rows.add(cells.stream()
                    .map(cell -> random.nextInt(8) == 0 ? null : cell.get())
                    .toArray());
        }
    }

    DatasetHeader header() {
        return new DatasetHeader(
                SourceType.CSV, Map.of(), columns, rows.size(), null, null, Map.of(), Instant.ofEpochSecond(0));
    }

    List<Object[]> rows() {
        return rows;
    }

    private Supplier<Object> cells(final DataType type) {
        return switch (type) {
            case STRING -> this::text;
            case BOOLEAN -> random::nextBoolean;
            case NUMERIC -> numbers(random.nextInt(6));
            case DATETIME -> datetimes(random.nextInt(6), NANOS[random.nextInt(NANOS.length)]);
        };
    }

    private String text() {
        final StringBuilder text = new StringBuilder();
        final int length = random.nextInt(random.nextInt(20) == 0 ? 20_000 : 20);
        final boolean plain = random.nextBoolean();
        for (int index = 0; index < length; index++) {
            if (!plain && random.nextInt(10) == 0) {
                text.appendCodePoint(0x10000 + random.nextInt(0x100000));
            } else {
                text.append(CHARACTERS.charAt(random.nextInt(plain ? 6 : CHARACTERS.length())));
            }
        }
        return text.toString();
    }

    private Supplier<Object> numbers(final int kind) {
        return switch (kind) {
            case 0 -> () -> (long) random.nextInt(1_000) - 500;
            case 1 -> () -> random.nextLong() >> random.nextInt(64);
            case 2 -> () -> BigDecimal.valueOf(random.nextInt(100_000) - 50_000L, random.nextInt(4));
            case 3 -> this::anyDouble;
            case 4 ->
                () -> new BigDecimal(new BigInteger(random.nextInt(200), random).negate(), random.nextInt(40) - 10);
            default -> () -> random.nextBoolean() ? (Object) random.nextLong() : anyDouble();
        };
    }

    private Double anyDouble() {
        final double any = Double.longBitsToDouble(random.nextLong());
        final double[] numbers = {random.nextGaussian(), any, -0.0, 1e22, 0x1p63, -0x1p63, Double.MIN_VALUE, 1e17};
        final double number = numbers[random.nextInt(numbers.length)];
        return Double.isFinite(number) ? number : 0.1;
    }

    private Supplier<Object> datetimes(final int kind, final int finest) {
        final ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(36 * 3_600) - 18 * 3_600);
        return switch (kind) {
            case 0 -> this::day;
            case 1, 2 -> () -> local(finest);
            case 3, 4 -> () -> local(finest).atOffset(offset);
            default -> () -> anyDatetime(finest, offset);
        };
    }

    private Object anyDatetime(final int finest, final ZoneOffset offset) {
        final OffsetDateTime datetime = local(finest).atOffset(offset);
        return switch (random.nextInt(4)) {
            case 0 -> datetime.toLocalDate();
            case 1 -> datetime.toLocalDateTime();
            case 2 -> datetime;
            default -> datetime.withOffsetSameLocal(ZoneOffset.UTC);
        };
    }

    private LocalDate day() {
        return LocalDate.ofEpochDay(FIRST_DAY + (long) (random.nextDouble() * (LAST_DAY - FIRST_DAY)));
    }

    private LocalDateTime local(final int finest) {
        return day().atTime(
                        random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextBoolean() ? finest : 0);
    }
}
