/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.SyntheticData;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DataSplitterTest {

    @Test
    void noTrainingRowIsAsLateAsAHeldOutRow() {
        final TestTables tables =
                new TestTables().column("day", DataType.DATETIME).column("value", DataType.NUMERIC);
        // Ten rows a day, days in no order
        IntStream.range(0, 500)
                .forEach(row -> tables.row(LocalDate.of(2024, 1, 1).plusDays(row * 17 % 50), (double) row));
        final TrainingTable table = tables.table();
        final NumberColumn days = DataSplitter.timeColumn(table).orElseThrow();
        final int[] rows = IntStream.range(0, 500).toArray();
        final HoldOut division = DataSplitter.split(table, rows, new double[500], ModelTask.REGRESSION, 1);

        final double lastOfTraining = Arrays.stream(division.training())
                .mapToDouble(days::value)
                .max()
                .orElseThrow();
        final double firstHeldOut =
                Arrays.stream(division.heldOut()).mapToDouble(days::value).min().orElseThrow();
        assertTrue(lastOfTraining < firstHeldOut);
        assertEquals(100, division.heldOut().length);
        assertEquals(500, division.training().length + division.heldOut().length);
    }

    @Test
    void classesKeepTheirShares() {
        final TrainingTable table = SyntheticData.coins(1_000, false).table();
        final int[] rows = IntStream.range(0, 1_000).toArray();
        final double[] classes = IntStream.range(0, 1_000)
                .mapToDouble(row -> row % 10 == 0 ? 1 : 0)
                .toArray();
        final HoldOut division = DataSplitter.split(table, rows, classes, ModelTask.CLASSIFICATION, 5);
        final HoldOut again = DataSplitter.split(table, rows, classes, ModelTask.CLASSIFICATION, 5);

        assertEquals(
                20,
                Arrays.stream(division.heldOut())
                        .filter(row -> classes[row] == 1)
                        .count());
        assertEquals(200, division.heldOut().length);
        assertArrayEquals(division.heldOut(), again.heldOut());
    }
}
