/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LeakFinderTest {
    private static final int ROWS = 600;

    private final Random random = new Random(5);

    @Test
    void copiesInAnotherUnitOrOrderOrRoundedAreLeaks() {
        assertLeak(number((amount, noise) -> 0.3048 * amount + 32), "a copy of amount: correlation");
        assertLeak(number((amount, noise) -> amount + 0.01 * noise), "a copy of amount: correlation");
        assertLeak(number((amount, noise) -> Math.exp(amount / 10)), "the same order");
        assertLeak(number((amount, noise) -> 1 / amount), "the same order");
        assertLeak(number((amount, noise) -> Math.floor(amount / 25)), "range of amount to itself");
        assertLeak(number((amount, noise) -> amount > 60 ? 1 : 0), "range of amount to itself");
        assertLeak(number((amount, noise) -> (amount - 50) * (amount - 50) + (amount > 50 ? 1e4 : 0)), "on its own");
    }

    @Test
    void anHonestStrongFeatureIsKept() {
        final Leaks strong = leaks(number((amount, noise) -> amount + 5 * noise));

        assertEquals(Set.of(), strong.leftOut().keySet());

        final Leaks stronger = leaks(number((amount, noise) -> amount + 3 * noise));

        assertEquals(Set.of(), stronger.leftOut().keySet());
        assertTrue(stronger.suspects().get("feature").contains("of the variance"), stronger.toString());
        assertEquals(
                Set.of(),
                leaks(number((amount, noise) -> amount + 30 * noise)).suspects().keySet());
    }

    @Test
    void partsOfASumOrProductAreLeaks() {
        final TestTables sums = amounts().column("casual", DataType.NUMERIC).column("registered", DataType.NUMERIC);
        final TestTables products = amounts().column("units", DataType.NUMERIC).column("price", DataType.NUMERIC);
        for (int row = 0; row < ROWS; row++) {
            final double amount = amount();
            final double part = 40 * random.nextDouble();
            sums.row(amount, random.nextGaussian(), part, amount - part);
            final double units = 1 + random.nextInt(30);
            products.row(amount, random.nextGaussian(), units, amount / units);
        }

        assertEquals(Set.of("casual", "registered"), leaks(sums).leftOut().keySet());
        assertTrue(leaks(sums).leftOut().get("casual").contains("the sum or difference of"));
        assertEquals(Set.of("units", "price"), leaks(products).leftOut().keySet());
        assertTrue(leaks(products).leftOut().get("price").contains("the product or quotient of"));
    }

    @Test
    void whatFollowsSeveralColumnsIsNoSum() {
        final TestTables tables = amounts().column("size", DataType.NUMERIC).column("age", DataType.NUMERIC);
        for (int row = 0; row < ROWS; row++) {
            final double size = random.nextDouble();
            final double age = random.nextDouble();
            tables.row(3 * size + age + 0.1 * random.nextGaussian(), random.nextGaussian(), size, age);
        }

        assertEquals(Set.of(), leaks(tables).leftOut().keySet());
    }

    @Test
    void datesBehindTheRowsOwnAreLeaks() {
        final TestTables tables = new TestTables()
                .column("admitted", DataType.DATETIME)
                .column("discharged", DataType.DATETIME)
                .column("visit_due", DataType.DATETIME)
                .column("registered", DataType.DATETIME)
                .column("amount", DataType.NUMERIC);
        for (int row = 0; row < ROWS; row++) {
            final LocalDate day = LocalDate.of(2024, 1, 1).plusDays(row / 2);
            tables.row(
                    day,
                    day.plusDays(1 + random.nextInt(20)),
                    day.plusDays(30),
                    day.minusDays(random.nextInt(300)),
                    random.nextDouble());
        }

        final Leaks leaks = leaks(tables);

        assertEquals(Set.of("discharged"), leaks.leftOut().keySet());
        assertTrue(leaks.leftOut().get("discharged").contains("behind admitted in 100 %"), leaks.toString());
    }

    @Test
    void theTimeBetweenTwoDatesIsGivenAwayByTheLaterOne() {
        final TestTables tables = new TestTables()
                .column("birth_date", DataType.DATETIME)
                .column("visit_due", DataType.DATETIME)
                .column("amount", DataType.NUMERIC);
        for (int row = 0; row < ROWS; row++) {
            final int days = random.nextInt(9_000);
            final LocalDate due = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300));
            tables.row(due.minusDays(days), due, (long) days);
        }

        assertEquals(Set.of("visit_due"), leaks(tables).leftOut().keySet());
    }

    @Test
    void whatGrowsWithTimeIsNoCopyOfATargetThatGrowsToo() {
        final TestTables tables = new TestTables()
                .column("day", DataType.DATETIME)
                .column("rainfall_so_far", DataType.NUMERIC)
                .column("amount", DataType.NUMERIC);
        double rainfall = 0;
        double amount = 0;
        for (int row = 0; row < ROWS; row++) {
            rainfall += random.nextInt(12) == 0 ? 40 * random.nextDouble() : 0.01 * random.nextDouble();
            amount += 1 + random.nextInt(20) * random.nextInt(20);
            tables.row(LocalDate.of(2024, 1, 1).plusDays(row), rainfall, amount);
        }

        assertEquals(Set.of(), leaks(tables).leftOut().keySet());
    }

    @Test
    void codesOfAClassAreLeaks() {
        final TestTables tables = outcomes()
                .column("code", DataType.NUMERIC)
                .column("detail", DataType.STRING)
                .column("almost", DataType.STRING)
                .column("reason", DataType.STRING)
                .column("sensor", DataType.NUMERIC);
        for (int row = 0; row < ROWS; row++) {
            final boolean left = random.nextInt(3) == 0;
            tables.row(
                    left ? "left" : "stayed",
                    random.nextGaussian(),
                    left ? 7L : 3L,
                    (left ? "L" : "S") + random.nextInt(8),
                    (row % 150 == 0) == left ? "0" : "1",
                    left ? "reason " + random.nextInt(300) : null,
                    left ? 100 + random.nextDouble() : 100 * random.nextDouble());
        }

        final Leaks leaks = leaks(tables, "outcome", ModelTask.CLASSIFICATION, ColumnRoles.DETECT);

        assertEquals(
                Set.of("code", "detail", "almost", "reason", "sensor"),
                leaks.leftOut().keySet());
        assertTrue(leaks.leftOut().get("code").startsWith("a code of outcome"));
        assertTrue(leaks.leftOut().get("detail").contains("almost perfectly on its own"));
        assertTrue(leaks.leftOut().get("reason").startsWith("filled or missing according to outcome"));
    }

    @Test
    void honestFeaturesOfAClassAreKept() {
        final TestTables tables = outcomes()
                .column("sensor", DataType.NUMERIC)
                .column("kind", DataType.STRING)
                .column("comment", DataType.STRING);
        for (int row = 0; row < ROWS; row++) {
            final boolean left = random.nextInt(3) == 0;
            tables.row(
                    left ? "left" : "stayed",
                    random.nextGaussian(),
                    (left ? 3 : 0) + random.nextGaussian(),
                    random.nextInt(8) == 0 == left ? "a" : "b",
                    random.nextInt(4) == 0 ? null : "comment " + row);
        }

        final Leaks leaks = leaks(tables, "outcome", ModelTask.CLASSIFICATION, ColumnRoles.DETECT);

        assertEquals(Set.of(), leaks.leftOut().keySet());
        assertEquals(Set.of(), leaks.suspects().keySet());
    }

    @Test
    void aTrustedColumnIsReportedAndKept() {
        final TestTables tables = number((amount, noise) -> 2 * amount);
        final Leaks leaks = leaks(
                tables,
                "amount",
                ModelTask.REGRESSION,
                new ColumnRoles(Set.of("feature"), ColumnRoles.Groups.DETECT, ""));

        assertEquals(Set.of(), leaks.leftOut().keySet());
        assertTrue(leaks.suspects().get("feature").endsWith("kept because it is trusted"), leaks.toString());
    }

    private void assertLeak(final TestTables tables, final String evidence) {
        final Leaks leaks = leaks(tables);

        assertEquals(Set.of("feature"), leaks.leftOut().keySet());
        assertTrue(leaks.leftOut().get("feature").contains(evidence), leaks.toString());
        assertFalse(leaks.suspects().containsKey("feature"));
    }

    private TestTables amounts() {
        return new TestTables().column("amount", DataType.NUMERIC).column("noise", DataType.NUMERIC);
    }

    private TestTables outcomes() {
        return new TestTables().column("outcome", DataType.STRING).column("noise", DataType.NUMERIC);
    }

    private double amount() {
        return 10 + 100 * random.nextDouble();
    }

    private TestTables number(final ToDoubleBiFunction<Double, Double> feature) {
        final TestTables tables = amounts().column("feature", DataType.NUMERIC);
        for (int row = 0; row < ROWS; row++) {
            final double amount = amount();
            tables.row(amount, random.nextGaussian(), feature.applyAsDouble(amount, random.nextGaussian()));
        }

        return tables;
    }

    private static Leaks leaks(final TestTables tables) {
        return leaks(tables, "amount", ModelTask.REGRESSION, ColumnRoles.DETECT);
    }

    private static Leaks leaks(
            final TestTables tables, final String target, final ModelTask task, final ColumnRoles roles) {
        final TrainingTable table = tables.table();
        final int[] rows = IntStream.range(0, table.rowCount()).toArray();
        return PreparedTarget.prepare(table, rows, table.findColumn(target).orElseThrow(), task, roles, 1)
                .leaks();
    }
}
