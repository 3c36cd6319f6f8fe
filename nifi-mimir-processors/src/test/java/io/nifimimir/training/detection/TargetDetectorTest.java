/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.SyntheticData;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.TrainingRequest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TargetDetectorTest {

    @Test
    void theOutcomeComesFirst() {
        assertTarget(SyntheticData.houses(1_000), "price", ModelTask.REGRESSION);
        assertTarget(SyntheticData.customers(1_000, false), "churn", ModelTask.CLASSIFICATION);
        assertTarget(SyntheticData.flowers(600), "species", ModelTask.CLASSIFICATION);
        assertTarget(SyntheticData.days(400), "demand", ModelTask.REGRESSION);
    }

    private static void assertTarget(final TestTables tables, final String column, final ModelTask task) {
        final TargetCandidate best = detect(tables).getFirst();

        assertEquals(column, best.column(), best.toString());
        assertEquals(task, best.task());
        assertTrue(best.confidence() >= 0.6, best.toString());
    }

    @Test
    void whatNothingTellsIsNotTrusted() {
        final TargetCandidate target = candidate(SyntheticData.coins(1_000, false), "target");

        assertTrue(target.confidence() <= 0.3, target.toString());
        assertTrue(target.reasoning().contains("do not tell"), target.reasoning());
    }

    @Test
    void identifiersConstantsTextsAndDatesAreNoTargets() {
        final TestTables tables = new TestTables()
                .column("position", DataType.NUMERIC)
                .column("key", DataType.STRING)
                .column("constant", DataType.STRING)
                .column("comment", DataType.STRING)
                .column("day", DataType.DATETIME)
                .column("empty", DataType.NUMERIC)
                .column("amount", DataType.NUMERIC);
        final Random random = new Random(3);
        for (int row = 0; row < 200; row++) {
            tables.row(
                    (long) row,
                    Long.toHexString(random.nextLong()),
                    "x",
                    "the visitor number " + row + " was well",
                    LocalDate.of(2024, 1, 1).plusDays(row),
                    null,
                    row % 7 + random.nextGaussian());
        }

        for (final String column : List.of("position", "key", "constant", "comment", "day", "empty")) {
            assertNull(candidate(tables, column).task(), column);
            assertEquals(0, candidate(tables, column).confidence(), column);
        }

        assertTrue(candidate(tables, "position").reasoning().contains("row number"));
        assertEquals(ModelTask.REGRESSION, candidate(tables, "amount").task());
    }

    @Test
    void aCodeOfManyClassesIsNoAmountHoweverWellItIsTold() {
        final TestTables tables = new TestTables()
                .column("sub_class", DataType.NUMERIC)
                .column("price", DataType.NUMERIC)
                .column("storeys", DataType.NUMERIC)
                .column("size", DataType.NUMERIC);
        final Random random = new Random(5);
        for (int row = 0; row < 600; row++) {
            final int code = 20 + 10 * random.nextInt(14);
            final double size = 50 + 100 * random.nextDouble();
            tables.row(code, 900 * size * (1 + 0.3 * random.nextGaussian()), code + 8 * random.nextGaussian(), size);
        }

        final List<TargetCandidate> candidates = detect(tables);

        assertEquals("price", candidates.getFirst().column(), candidates.toString());
        assertTrue(
                candidate(tables, "sub_class").reasoning().contains("the other columns tell"),
                "test is non-trivial: " + candidates);
    }

    @Test
    void aTaskThatIsSwitchedOffIsNotChosen() {
        final TrainingRequest request = new TrainingRequest(
                "ontology",
                List.of(),
                false,
                true,
                false,
                0.5,
                3,
                42,
                Duration.ofMinutes(1),
                1,
                ColumnRoles.DETECT,
                "key");
        final List<TargetCandidate> candidates =
                new TargetDetector(SyntheticData.houses(300).table(), request).detect(() -> true);

        assertTrue(candidates.stream().noneMatch(candidate -> candidate.task() == ModelTask.REGRESSION));
        assertTrue(
                candidates.stream().anyMatch(candidate -> candidate.reasoning().equals("regression is switched off")));
    }

    private static TargetCandidate candidate(final TestTables tables, final String column) {
        return detect(tables).stream()
                .filter(candidate -> candidate.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    private static List<TargetCandidate> detect(final TestTables tables) {
        return new TargetDetector(tables.table(), TestTables.request()).detect(() -> true);
    }
}
