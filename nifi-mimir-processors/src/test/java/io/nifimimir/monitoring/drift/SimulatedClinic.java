/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Days of a clinic: a temperature that is lower at the weekend, a humidity that is sometimes missing, and a site. The same for a seed. */
final class SimulatedClinic {
    private static final long SECONDS_OF_DAY = 86_400;

    private final SplittableRandom random;

    private final int rowsOfDay;

    private long day = 19_723;

    double shift;

    double missing = 0.02;

    double newSites;

    SimulatedClinic(final long seed, final int rowsOfDay) {
        this.random = new SplittableRandom(seed);
        this.rowsOfDay = rowsOfDay;
    }

    record Row(long epochSecond, double temperature, double humidity, String site) {}

    List<Row> nextDay() {
        final List<Row> rows = new ArrayList<>();
        final boolean weekend = SeasonPart.DAY_OF_WEEK.cellOf(day * SECONDS_OF_DAY) >= 5;
        for (int index = 0; index < rowsOfDay; index++) {
            final String site = random.nextDouble() < newSites ? "Herat" : "site " + random.nextInt(weekend ? 3 : 6);
            rows.add(new Row(
                    day * SECONDS_OF_DAY + index,
                    20 + random.nextGaussian() + shift - (weekend ? 1 : 0),
                    random.nextDouble() < missing ? Double.NaN : 50 + 10 * random.nextGaussian(),
                    site));
        }
        day++;
        return rows;
    }

    ReferenceProfile reference(final int days) {
        final List<Row> rows = new ArrayList<>();
        for (int index = 0; index < days; index++) {
            rows.addAll(nextDay());
        }
        final ReferenceRows table =
                ReferenceRows.of(rows.size(), row -> rows.get(row).epochSecond());
        return new ReferenceProfile(
                "day",
                List.of(
                        ColumnReference.ofNumbers(
                                "temperature", row -> rows.get(row).temperature(), table),
                        ColumnReference.ofNumbers(
                                "humidity", row -> rows.get(row).humidity(), table),
                        ColumnReference.ofLevels("site", row -> rows.get(row).site(), table)),
                ColumnReference.ofNumbers(
                        "prediction of cases", row -> rows.get(row).temperature() / 2, table),
                null,
                Map.of("mae", LossReference.of(1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2)));
    }

    RowWindow nextWindow(final ReferenceProfile reference) {
        final RowTally tally = new RowTally(reference, "day-%d.csv".formatted(day));
        for (final Row row : nextDay()) {
            tally.beginRow(row.epochSecond());
            tally.number(0, row.temperature());
            tally.number(1, row.humidity());
            tally.level(2, row.site());
            tally.number(3, row.temperature() / 2);
        }
        return tally.window();
    }
}
