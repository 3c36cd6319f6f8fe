/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.drift;

import io.nifimimir.monitoring.drift.ColumnReference;
import io.nifimimir.monitoring.drift.ReferenceProfile;
import io.nifimimir.monitoring.drift.ReferenceRows;
import io.nifimimir.monitoring.drift.RowTally;
import io.nifimimir.monitoring.drift.RowWindow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Rows of a clinic day by day: six numbers and three categories, most of which are different at the weekend. */
final class SimulatedDays {
    private static final long SECONDS_OF_DAY = 86_400;

    private static final List<String> NUMBERS =
            List.of("temperature", "humidity", "visits", "distance", "price", "age");

    private static final List<String> LEVELS = List.of("site", "product", "reason");

    private static final int SITES = 12;

    private static final int PRODUCTS = 5;

    private static final int REASONS = 40;

    private final SplittableRandom random;

    private final int rowsOfDay;

    private final double dayEffect;

    private long day;

    /** @param dayEffect spread of what the rows of a day have in common, in standard deviations of the rows */
    SimulatedDays(final long seed, final int rowsOfDay, final double dayEffect) {
        this.random = new SplittableRandom(seed);
        this.rowsOfDay = rowsOfDay;
        this.dayEffect = dayEffect;
    }

    private record Row(long epochSecond, double[] numbers, String[] levels) {}

    private List<Row> nextDay(final Shift shift) {
        final List<Row> rows = new ArrayList<>(rowsOfDay);
        final double[] common = new double[NUMBERS.size()];
        for (int column = 0; column < common.length; column++) {
            common[column] = dayEffect * random.nextGaussian();
        }
        final boolean weekend = Math.floorMod(day + 3, 7L) >= 5;
        for (int index = 0; index < rowsOfDay; index++) {
            final long time = day * SECONDS_OF_DAY + random.nextLong(SECONDS_OF_DAY);
            rows.add(new Row(time, numbers(weekend, common, shift), levels(weekend, shift)));
        }
        day++;
        return rows;
    }

    private double[] numbers(final boolean weekend, final double[] common, final Shift shift) {
        final double temperature = shift.ofSpread() * random.nextGaussian() + shift.ofMean() + common[0];
        final double humidity = random.nextGaussian() + (weekend ? 0.8 : 0) + common[1];
        final double visits = Math.floor(Math.exp(1 + 0.6 * (random.nextGaussian() + common[2])) * (weekend ? 0.5 : 1));
        final double distance = Math.exp(random.nextGaussian() + common[3] + (weekend ? 0.4 : 0));
        final double price = 5 + 5 * Math.round(random.nextDouble() * 4 + common[4]);
        final double age = 0.7 * temperature + 30 + 12 * (random.nextGaussian() + common[5]);
        final boolean missing = random.nextDouble() < (weekend ? 0.1 : 0.03) + shift.missing();
        return new double[] {
            temperature + (weekend ? -0.6 : 0), missing ? Double.NaN : humidity, visits, distance, price, age
        };
    }

    private String[] levels(final boolean weekend, final Shift shift) {
        final int sites = weekend ? SITES / 2 : SITES;
        final String site =
                random.nextDouble() < shift.newLevel() ? "opened later" : "site " + Math.min(skewed(), sites - 1);
        final boolean moved = random.nextDouble() < shift.moved();
        final String product = "product " + (moved ? PRODUCTS - 1 : Math.min(skewed(), PRODUCTS - 1));
        final double rare = random.nextDouble();
        return new String[] {site, product, "reason " + (int) (REASONS * rare * rare)};
    }

    /** 0 for every third, 1 for every third of the others, and so on. */
    private int skewed() {
        int level = 0;
        while (random.nextInt(3) > 0 && level < SITES - 1) {
            level++;
        }
        return level;
    }

    ReferenceProfile reference(final int days) {
        final List<Row> rows = new ArrayList<>();
        for (int index = 0; index < days; index++) {
            rows.addAll(nextDay(Shift.NONE));
        }
        final ReferenceRows table =
                ReferenceRows.of(rows.size(), index -> rows.get(index).epochSecond());
        final List<ColumnReference> columns = new ArrayList<>();
        for (int column = 0; column < NUMBERS.size(); column++) {
            final int position = column;
            columns.add(ColumnReference.ofNumbers(
                    NUMBERS.get(column), index -> rows.get(index).numbers()[position], table));
        }
        for (int column = 0; column < LEVELS.size(); column++) {
            final int position = column;
            columns.add(ColumnReference.ofLevels(
                    LEVELS.get(column), index -> rows.get(index).levels()[position], table));
        }
        return new ReferenceProfile("day", columns, null, null, Map.of());
    }

    RowWindow nextBatch(final ReferenceProfile reference, final Shift shift) {
        final RowTally tally = new RowTally(reference, "day " + day);
        for (final Row row : nextDay(shift)) {
            tally.beginRow(row.epochSecond());
            for (int column = 0; column < NUMBERS.size(); column++) {
                tally.number(column, row.numbers()[column]);
            }
            for (int column = 0; column < LEVELS.size(); column++) {
                tally.level(NUMBERS.size() + column, row.levels()[column]);
            }
        }
        return tally.window();
    }
}
