/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.TrainingJson;
import io.nifimimir.training.feature.FeaturePair.Operation;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FeaturePairTest {
    private static final FeaturePair SHARE = new FeaturePair("bedrooms", "rooms", Operation.QUOTIENT);
    private static final FeaturePair STAY = new FeaturePair("left.days", "came.days", Operation.DIFFERENCE);

    @Test
    void divisionByZeroAndWhatIsMissingGiveAMissingValue() {
        assertEquals(0.5f, SHARE.of(2, 4));
        assertEquals(0, SHARE.of(0, 4));
        assertTrue(Float.isNaN(SHARE.of(2, 0)));
        assertTrue(Float.isNaN(SHARE.of(0, 0)));
        assertTrue(Float.isNaN(SHARE.of(Float.NaN, 4)));
        assertTrue(Float.isNaN(SHARE.of(2, Float.NaN)));
        assertTrue(Float.isNaN(STAY.of(2, Float.NaN)));
    }

    @Test
    void whatAFloatCannotHoldIsTheLargestFloat() {
        assertEquals(Float.MAX_VALUE, SHARE.of(Float.MAX_VALUE, 1e-10f));
        assertEquals(-Float.MAX_VALUE, STAY.of(-Float.MAX_VALUE, Float.MAX_VALUE));
    }

    @Test
    void everyWayToEncodeARowMakesTheSamePairs() throws IOException {
        final TestTables tables = houses();
        final TrainingTable table = tables.table();
        final int[] rows = IntStream.range(0, table.rowCount()).toArray();
        final FeaturePlan plan = fit(table, rows, List.of(SHARE, STAY));
        final FeatureMatrix expected = plan.encode(table, rows);
        final FeaturePlan restored = TrainingJson.read(TrainingJson.write(plan), FeaturePlan.class);

        assertEquals(List.of("bedrooms / rooms", "left.days - came.days"), lastTwo(expected.names()));
        final int width = expected.columns();
        assertEquals(1.125f, expected.values()[3 * width + width - 2]);
        assertEquals(4, expected.values()[3 * width + width - 1]);
        assertArrayEquals(
                expected.values(),
                restored.encode(tables.columnNames(), tables.rows()).values());
        assertArrayEquals(
                expected.values(),
                restored.encode(tables.rows().stream()
                                .map(row -> byName(tables.columnNames(), row))
                                .toList())
                        .values());
    }

    @Test
    void aPairWithoutOneOfItsPartsIsLeftOut() {
        final TrainingTable table = houses().table();
        final FeaturePlan plan = fit(
                table,
                new int[] {0, 1, 2, 3, 4, 5},
                List.of(new FeaturePair("bedrooms", "gardens", Operation.QUOTIENT)));

        assertEquals(List.of(), plan.pairs());
    }

    private static List<String> lastTwo(final List<String> names) {
        return names.subList(names.size() - 2, names.size());
    }

    private static Map<String, Object> byName(final List<String> names, final Object[] row) {
        final Map<String, Object> byName = new HashMap<>();
        Arrays.stream(row).forEach(cell -> byName.put(names.get(byName.size()), cell));
        return byName;
    }

    private static TestTables houses() {
        final TestTables tables = new TestTables()
                .column("bedrooms", DataType.NUMERIC)
                .column("rooms", DataType.NUMERIC)
                .column("came", DataType.DATETIME)
                .column("left", DataType.DATETIME);
        for (int row = 0; row < 12; row++) {
            final LocalDate came = LocalDate.of(2024, 3, 1).plusDays(7L * row);
            tables.row(1.5 * row, row % 6 == 5 ? 0.0 : 4.0 + row / 6, came, came.plusDays(1 + row));
        }

        return tables;
    }

    private static FeaturePlan fit(final TrainingTable table, final int[] rows, final List<FeaturePair> pairs) {
        return FeatureFitter.fit(
                        table, rows, Supervision.none(), new HashMap<>(), pairs, StopSignal.withoutDeadline(() -> true))
                .plan();
    }
}
