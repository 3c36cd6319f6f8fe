/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import io.nifimimir.dataset.ColumnProfile.Frequency;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ValueCountsTest {
    private static final int LIMIT = 500;

    @Test
    void fewValuesAreCountedExactly() {
        final ValueCounts counts = new ValueCounts(LIMIT);
        for (int row = 0; row < 1_000; row++) {
            add(counts, "value " + row % LIMIT);
        }
        add(counts, "value 7");

        assertEquals(LIMIT, counts.size());
        assertTrue(counts.isFull());
        assertEquals(0, counts.error());
        assertEquals(new Frequency("value 7", 3), counts.mostFrequent(1).getFirst());
    }

    @Test
    void frequentValuesAreFoundAmongMany() {
        final ValueCounts counts = new ValueCounts(LIMIT);
        final Random random = new Random(3);
        final int rows = 200_000;
        for (int row = 0; row < rows; row++) {
            // 5 % "often", 2 % "sometimes", all others once
            final int draw = random.nextInt(100);
            if (draw < 5) {
                add(counts, "often");
            } else {
                add(counts, draw < 7 ? "sometimes" : "row " + row);
            }
        }

        final List<Frequency> frequent = counts.mostFrequent(2);
        assertEquals(
                List.of("often", "sometimes"),
                frequent.stream().map(Frequency::value).toList());
        assertEquals(0.05 * rows, frequent.get(0).count() + counts.error(), 0.01 * rows);
        assertFalse(frequent.get(0).count() > 0.06 * rows);
    }

    private static void add(final ValueCounts counts, final String value) {
        final char[] text = value.toCharArray();
        counts.add(Hashes.of(text, 0, text.length), text, 0, text.length);
    }
}
