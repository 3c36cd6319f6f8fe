/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a cell says is not changed by its type: a column is text, with its cells as they stand, or each value says the same as its cell. */
class LosslessTypingTest {
    private static final int COLUMNS = 50;
    private static final int ROWS = 200;
    private static final Set<String> TRUE = Set.of("true", "yes", "oui");

    /** What the cells of a column are made of. */
    private enum Kind {
        INTEGER {
            @Override
            String cell(final Random random) {
                return Long.toString(random.nextLong() >> random.nextInt(60));
            }
        },
        DECIMAL {
            @Override
            String cell(final Random random) {
                return (random.nextBoolean() ? "-" : "")
                        + digits(random, 1 + random.nextInt(14)).replaceFirst("^0+(?=.)", "") + "."
                        + digits(random, 1 + random.nextInt(14));
            }
        },
        EXPONENT {
            @Override
            String cell(final Random random) {
                return Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
            }
        },
        CODE {
            @Override
            String cell(final Random random) {
                return digits(random, 5);
            }
        },
        IDENTIFIER {
            @Override
            String cell(final Random random) {
                return digits(random, 16 + random.nextInt(8));
            }
        },
        TELEPHONE {
            @Override
            String cell(final Random random) {
                return "+93" + digits(random, 9);
            }
        },
        DATE {
            @Override
            String cell(final Random random) {
                return day(random).toString();
            }
        },
        SLASHED_DATE {
            @Override
            String cell(final Random random) {
                final LocalDate day = day(random);
                return "%d/%d/%d".formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear());
            }
        },
        TIMESTAMP {
            @Override
            String cell(final Random random) {
                return day(random)
                                .atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60))
                                .plusNanos(random.nextInt(1000) * 1_000_000L)
                        + "";
            }
        },
        OFFSET_TIMESTAMP {
            @Override
            String cell(final Random random) {
                return day(random).atTime(random.nextInt(24), random.nextInt(60), 7) + "+0" + random.nextInt(10)
                        + ":30";
            }
        },
        WORD {
            @Override
            String cell(final Random random) {
                return random.nextBoolean() ? "yes" : "no";
            }
        },
        TEXT {
            @Override
            String cell(final Random random) {
                return random.ints(1 + random.nextInt(12), 0x20, 0x250)
                        .filter(Character::isDefined)
                        .filter(character -> !Character.isISOControl(character) && character != 0xAD)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining("", "t", "."));
            }
        },
        MARKER {
            @Override
            String cell(final Random random) {
                return List.of("NA", "n/a", "-", "999", "null", "").get(random.nextInt(6));
            }
        };

        abstract String cell(Random random);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void valueSaysWhatItsCellSays(final long seed) throws IOException {
        final Random random = new Random(seed);
        final List<Set<Kind>> kinds = IntStream.range(0, COLUMNS)
                .mapToObj(column -> mixture(column, random))
                .toList();
        final List<List<String>> cells = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            cells.add(kinds.stream().map(set -> pick(set, random).cell(random)).toList());
        }

        final Converted converted = Converted.of(csv(cells));

        assertEquals(ROWS, converted.rows().size());
        final Map<DataType, Integer> typed = new EnumMap<>(DataType.class);
        for (final Column column : converted.header().columns()) {
            typed.merge(column.dataType(), 1, Integer::sum);
            for (int row = 0; row < ROWS; row++) {
                final String cell = cells.get(row).get(column.index());
                final Object value = converted.rows().get(row)[column.index()];
                assertTrue(
                        isSaid(cell, value, column.dataType()),
                        () -> "[%s] of %s became %s, as %s because %s"
                                .formatted(
                                        cell,
                                        kinds.get(column.index()),
                                        value,
                                        column.dataType(),
                                        converted.reason(column.name())));
            }
        }
        assertEquals(EnumSet.allOf(DataType.class), typed.keySet(), "Nothing is kept by making all of it text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00123", "0123", "+93701234567", "00000000000000000001"})
    void codeAmongNumbersMakesTheColumnText(final String code) throws IOException {
        final Converted converted = Converted.of("id,n\n1,1\n2,2\n%s,3\n".formatted(code));

        assertEquals(List.of("1", "2", code), converted.cells("id"));
        assertFalse(converted.reason("id").isBlank());
    }

    private static Set<Kind> mixture(final int column, final Random random) {
        final Kind[] all = Kind.values();
        final Set<Kind> kinds = EnumSet.of(all[column % all.length]);
        // The first columns are of one kind, then there are markers among them, then anything may meet anything
        if (column >= all.length) {
            kinds.add(column < 2 * all.length ? Kind.MARKER : all[random.nextInt(all.length)]);
        }
        return kinds;
    }

    private static Kind pick(final Set<Kind> kinds, final Random random) {
        return List.copyOf(kinds).get(random.nextInt(kinds.size()));
    }

    private static boolean isSaid(final String cell, final Object value, final DataType type) {
        if (value == null) {
            return Set.of("na", "n/a", "-", "null", "").contains(cell.toLowerCase(Locale.ROOT));
        }
        return switch (type) {
            case STRING -> cell.equals(value);
            case BOOLEAN -> value.equals(TRUE.contains(cell));
            case NUMERIC ->
                !cell.matches("-?0\\d.*") && new BigDecimal(cell).compareTo(new BigDecimal(value.toString())) == 0;
            case DATETIME ->
                switch (value) {
                    case final LocalDate day ->
                        cell.equals(day.toString())
                                || cell.equals(
                                        "%d/%d/%d".formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear()));
                    case final LocalDateTime time ->
                        LocalDateTime.parse(cell.contains("T") ? cell : cell + "T00:00")
                                .equals(time);
                    case final OffsetDateTime time -> OffsetDateTime.parse(cell).equals(time);
                    default -> false;
                };
        };
    }

    private static String csv(final List<List<String>> cells) {
        final String header =
                IntStream.range(0, COLUMNS).mapToObj("column %d"::formatted).collect(Collectors.joining(","));
        return cells.stream()
                .map(row -> row.stream()
                        .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", header + "\n", "\n"));
    }

    private static LocalDate day(final Random random) {
        return LocalDate.of(1950, 1, 1).plusDays(random.nextInt(30_000));
    }

    private static String digits(final Random random, final int count) {
        return random.ints(count, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }
}
