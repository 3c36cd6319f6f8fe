/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.DataType;

import java.time.LocalDate;
import java.util.Random;

/** Tables whose signal is known. */
public final class SyntheticData {
    private static final String[] REGIONS = {"north", "south", "east", "west"};
    private static final double[] REGION_EFFECTS = {0, 40, -30, 15};

    private SyntheticData() {}

    /** price = 3 size + effect of the region + 25 if it has a garden + noise of deviation 5; 5 % of sizes are missing. */
    public static TestTables houses(final int rows) {
        final TestTables tables = new TestTables()
                .column("house_id", DataType.STRING)
                .column("size", DataType.NUMERIC)
                .column("region", DataType.STRING)
                .column("garden", DataType.BOOLEAN)
                .column("price", DataType.NUMERIC);
        final Random random = new Random(7);
        for (int row = 0; row < rows; row++) {
            final double size = 20 + 100 * random.nextDouble();
            final int region = random.nextInt(REGIONS.length);
            final boolean garden = random.nextBoolean();
            final double price = 3 * size + REGION_EFFECTS[region] + (garden ? 25 : 0) + 5 * random.nextGaussian();
            tables.row("H-" + row, random.nextInt(20) == 0 ? null : size, REGIONS[region], garden, price);
        }

        return tables;
    }

    /** churn follows the logistic of usage and contract; churn_code is a planted leak, churn_copy another. */
    public static TestTables customers(final int rows, final boolean leaks) {
        final TestTables tables = new TestTables()
                .column("usage", DataType.NUMERIC)
                .column("contract", DataType.STRING)
                .column("noise", DataType.NUMERIC);
        if (leaks) {
            tables.column("churn_code", DataType.NUMERIC).column("reason_left", DataType.STRING);
        }

        tables.column("churn", DataType.STRING);
        final Random random = new Random(11);
        for (int row = 0; row < rows; row++) {
            final double usage = random.nextGaussian();
            final boolean monthly = random.nextBoolean();
            final double logit = 2 * usage + (monthly ? 1.5 : -1.5);
            final boolean churn = random.nextDouble() < 1 / (1 + Math.exp(-logit));
            final String contract = monthly ? "monthly" : "yearly";
            final String label = churn ? "yes" : "no";
            if (leaks) {
                tables.row(usage, contract, random.nextGaussian(), churn ? 7L : 3L, churn ? "left" : "stayed", label);
            } else {
                tables.row(usage, contract, random.nextGaussian(), label);
            }
        }

        return tables;
    }

    /** Three kinds of flower by two lengths. */
    public static TestTables flowers(final int rows) {
        final TestTables tables = new TestTables()
                .column("petal", DataType.NUMERIC)
                .column("sepal", DataType.NUMERIC)
                .column("species", DataType.STRING);
        final Random random = new Random(13);
        for (int row = 0; row < rows; row++) {
            final int kind = random.nextInt(3);
            tables.row(
                    2.0 * kind + 0.6 * random.nextGaussian(),
                    (kind == 1 ? 3 : 1) + 0.6 * random.nextGaussian(),
                    new String[] {"setosa", "versicolor", "virginica"}[kind]);
        }

        return tables;
    }

    /** A target that no column tells. */
    public static TestTables coins(final int rows, final boolean numbers) {
        final TestTables tables = new TestTables()
                .column("first", DataType.NUMERIC)
                .column("second", DataType.NUMERIC)
                .column("target", numbers ? DataType.NUMERIC : DataType.STRING);
        final Random random = new Random(17);
        for (int row = 0; row < rows; row++) {
            final Object target =
                    numbers ? (Object) random.nextGaussian() : (Object) (random.nextBoolean() ? "heads" : "tails");
            tables.row(random.nextGaussian(), random.nextGaussian(), target);
        }

        return tables;
    }

    /** Daily demand of a shop: more on Saturdays, noise of deviation 2. */
    public static TestTables days(final int rows) {
        final TestTables tables =
                new TestTables().column("day", DataType.DATETIME).column("demand", DataType.NUMERIC);
        final Random random = new Random(19);
        for (int row = 0; row < rows; row++) {
            final LocalDate day = LocalDate.of(2023, 1, 1).plusDays(row);
            final int weekday = day.getDayOfWeek().getValue();
            tables.row(day, 20.0 + (weekday == 6 ? 30 : 3 * weekday) + 2 * random.nextGaussian());
        }

        return tables;
    }
}
