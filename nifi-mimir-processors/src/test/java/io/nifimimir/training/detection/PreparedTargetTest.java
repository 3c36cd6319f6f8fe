/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PreparedTargetTest {
    private static final StopSignal GO = StopSignal.withoutDeadline(() -> true);

    @Test
    void ofALargeTableThoseRowsAreLeftToTheFinalModelThatNoChoiceNeeds() {
        final int rowCount = 400_000;
        final PreparedTarget target = prepare(rowCount, ModelTask.REGRESSION, 0);

        assertEquals(rowCount, target.rowCount());
        assertEquals(
                rowCount,
                Stream.of(target.rows(), target.heldOutRows(), target.spareRows())
                        .flatMapToInt(Arrays::stream)
                        .distinct()
                        .count());
        assertTrue(target.spareRows().length > 10_000, target.spareRows().length + " spare rows");

        final PreparedTarget.Encoded all = target.encodeAll(1, GO);
        assertEquals(rowCount, all.task().features().rows());
        assertArrayEquals(
                IntStream.range(0, rowCount).toArray(),
                Arrays.stream(all.rows()).sorted().toArray());
    }

    @Test
    void ofManyClassesTheFinalModelLearnsFromNoMoreThanFits() {
        final PreparedTarget target = prepare(60_000, ModelTask.CLASSIFICATION, 50);
        final int compared = target.rows().length + target.heldOutRows().length;

        assertEquals(60_000, target.rowCount());
        // Each class is rounded on its own
        assertEquals(40_000, compared, 50);
        assertEquals(50, target.classCount());
        assertEquals(compared, target.encodeAll(1, GO).task().features().rows());
    }

    private static PreparedTarget prepare(final int rowCount, final ModelTask task, final int classes) {
        final Random random = new Random(6);
        final TestTables tables = new TestTables()
                .column("size", DataType.NUMERIC)
                .column("price", task == ModelTask.REGRESSION ? DataType.NUMERIC : DataType.STRING);
        for (int row = 0; row < rowCount; row++) {
            final double size = random.nextInt(1_000);
            tables.row(
                    size,
                    task == ModelTask.REGRESSION
                            ? (Object) (size + random.nextInt(1_000))
                            : "class " + random.nextInt(classes));
        }

        final TrainingTable table = tables.table();
        return PreparedTarget.prepare(
                table, IntStream.range(0, rowCount).toArray(), table.columns().getLast(), task, ColumnRoles.DETECT, 6);
    }
}
