/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.TrainingJson;
import io.nifimimir.training.table.Cells;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FeaturePlanTest {

    @Test
    void survivesItsJson() throws IOException {
        final TrainingTable table = mixed().table();
        final int[] rows = IntStream.range(0, table.rowCount()).toArray();
        final FeaturePlan plan = fit(table, rows);
        final FeaturePlan read = TrainingJson.read(TrainingJson.write(plan), FeaturePlan.class);

        assertEquals(plan.encode(table, rows), read.encode(table, rows));
        assertEquals(plan.requiredColumns(), read.requiredColumns());
        assertEquals(
                Map.of(
                        "when", DataType.DATETIME,
                        "many", DataType.STRING,
                        "few", DataType.STRING,
                        "comment", DataType.STRING,
                        "amount", DataType.NUMERIC),
                plan.requiredColumns());
    }

    private static TestTables mixed() {
        final TestTables tables = new TestTables()
                .column("when", DataType.DATETIME)
                .column("many", DataType.STRING)
                .column("few", DataType.STRING)
                .column("comment", DataType.STRING)
                .column("amount", DataType.NUMERIC);
        for (int row = 0; row < 400; row++) {
            tables.row(
                    LocalDateTime.of(2024, 1, 1, 0, 0).plusHours(row),
                    "level " + row % 97,
                    row == 5 ? "rare" : row % 2 == 0 ? "even" : null,
                    "words of a visitor, number " + row,
                    row % 3 == 0 ? Double.NEGATIVE_INFINITY : (Object) (row * 1e40));
        }

        return tables;
    }

    @Test
    void datesBecomeCalendarParts() {
        final double angle = 2 * Math.PI * 60 / 365.2425;
        final float[] features = new float[8];
        new DateEncoding("when", true)
                .encode(Cells.number(DataType.DATETIME, LocalDateTime.of(2024, 2, 29, 18, 0)), features, 0);

        assertArrayEquals(
                new float[] {19_782.75f, 2024, 2, 4, 29, (float) Math.sin(angle), (float) Math.cos(angle), 18},
                features,
                1e-6f);
    }

    @Test
    void rareAndUnseenLevelsSharePool() {
        final TrainingTable table = mixed().table();
        final int[] rows = IntStream.range(0, table.rowCount()).toArray();
        final FeaturePlan plan = fit(table, rows);
        final ColumnEncoding.OfText few = (ColumnEncoding.OfText) plan.encodings().stream()
                .filter(encoding -> encoding.column().equals("few"))
                .findFirst()
                .orElseThrow();
        final float[] features = new float[4];
        few.encode("even", features, 0);
        few.encode("rare", features, 1);
        few.encode("never seen", features, 2);
        few.encode(null, features, 3);

        assertArrayEquals(new float[] {0, 1, 1, Float.NaN}, features);
    }

    @Test
    void onlyTheGivenRowsAreLookedAt() {
        final TestTables tables = new TestTables().column("level", DataType.STRING);
        IntStream.range(0, 100).forEach(row -> tables.row(row < 80 ? "old " + row % 2 : "new"));
        final FeaturePlan plan = fit(tables.table(), IntStream.range(0, 80).toArray());
        final CategoryEncoding encoding = (CategoryEncoding) plan.encodings().getFirst();

        assertTrue(
                encoding.levels().stream().allMatch(level -> level.startsWith("old")),
                encoding.levels().toString());
    }

    private static FeaturePlan fit(final TrainingTable table, final int[] rows) {
        return FeatureFitter.fit(
                        table, rows, Supervision.none(), new HashMap<>(), StopSignal.withoutDeadline(() -> true))
                .plan();
    }
}
