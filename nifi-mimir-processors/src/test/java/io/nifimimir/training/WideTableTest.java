/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.feature.FeatureFitter;
import io.nifimimir.training.feature.FeaturePlan;
import io.nifimimir.training.feature.Supervision;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WideTableTest {
    private static final int COLUMNS = 10_000;

    @Test
    void ofTenThousandColumnsThoseThatTellMostAreUsed() {
        final TestTables tables = new TestTables();
        for (int column = 0; column < COLUMNS; column++) {
            tables.column("column" + column, DataType.NUMERIC);
        }

        tables.column("target", DataType.NUMERIC);
        final Random random = new Random(3);
        for (int row = 0; row < 100; row++) {
            final Object[] cells = new Object[COLUMNS + 1];
            for (int column = 0; column < COLUMNS; column++) {
                cells[column] = random.nextGaussian();
            }

            cells[COLUMNS] = 3 * (double) cells[17] + 0.1 * random.nextGaussian();
            tables.row(cells);
        }

        final TrainingTable table = tables.table();
        final int[] rows = IntStream.range(0, 100).toArray();
        final double[] labels = Arrays.stream(rows)
                .mapToDouble(row -> ((NumberColumn) table.columns().getLast()).value(row))
                .toArray();
        final Map<String, String> leftOut = new HashMap<>(Map.of("target", "the target"));
        final FeaturePlan plan = FeatureFitter.fit(
                        table,
                        rows,
                        Supervision.of(ModelTask.REGRESSION, labels, 0, 1),
                        leftOut,
                        StopSignal.withoutDeadline(() -> true))
                .plan();

        assertEquals(500, plan.encodings().size());
        assertTrue(plan.requiredColumns().containsKey("column17"));
        assertTrue(leftOut.values().stream().anyMatch(reason -> reason.contains("not one of the 500")));
    }
}
