/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TreeGrowthTest {

    @Test
    void smallTablesAreSeenAsFinelyAsAskedFor() {
        assertEquals(new TreeGrowth(1_024, 9, 512), fitting(2_000, 8, 1_000_000));
    }

    @Test
    void wideTablesAreSeenMoreCoarselyThatTheirHistogramsFit() {
        final TreeGrowth growth = fitting(8_000, 500, 1_000_000);

        assertTrue(growth.bins() < 1_024, growth.toString());
        assertTrue(16L * 500 * growth.bins() * growth.nodes() <= 96L << 20, growth.toString());
    }

    @Test
    void valuesThatAreNotThereNeedNoBins() {
        assertEquals(new TreeGrowth(1_024, 9, 512), fitting(8_000, 500, 20));
    }

    private static TreeGrowth fitting(final int rows, final int columns, final int differentValues) {
        final Random random = new Random(1);
        final float[] values = new float[rows * columns];
        for (int index = 0; index < values.length; index++) {
            values[index] = random.nextInt(20) == 0 ? Float.NaN : random.nextInt(differentValues);
        }

        final List<String> names =
                IntStream.range(0, columns).mapToObj(String::valueOf).toList();
        return TreeGrowth.fitting(
                1_024, 9, rows, 1, new FeatureMatrix(values, rows, names, Collections.nCopies(columns, false)));
    }
}
