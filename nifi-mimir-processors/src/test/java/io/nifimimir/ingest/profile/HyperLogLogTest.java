/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class HyperLogLogTest {
    private static final int LOG_REGISTERS = 12;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 1_000, 10_000, 1_000_000})
    void estimateIsWithinItsError(final int values) {
        final HyperLogLog sketch = counted(LOG_REGISTERS, 0, values);

        assertEquals(values, sketch.estimate(), 3 * sketch.relativeError() * values);
    }

    @Test
    void mergedSketchIsThatOfAllValues() {
        final HyperLogLog merged = counted(LOG_REGISTERS, 0, 30_000);
        merged.merge(counted(LOG_REGISTERS, 20_000, 50_000));

        assertArrayEquals(counted(LOG_REGISTERS, 0, 50_000).registers(), merged.registers());
    }

    @Test
    void sketchWithMoreRegistersIsFolded() {
        final HyperLogLog merged = counted(9, 0, 30_000);
        merged.merge(counted(LOG_REGISTERS, 20_000, 50_000));

        assertArrayEquals(counted(9, 0, 50_000).registers(), merged.registers());
        assertThrows(
                IllegalArgumentException.class,
                () -> counted(LOG_REGISTERS, 0, 1).merge(counted(9, 0, 1)));
    }

    @Test
    void registersAreAllThereIs() {
        final HyperLogLog sketch = counted(LOG_REGISTERS, 0, 5_000);

        assertEquals(sketch.estimate(), HyperLogLog.of(sketch.registers()).estimate());
        assertThrows(IllegalArgumentException.class, () -> HyperLogLog.of(new byte[100]));
    }

    private static HyperLogLog counted(final int logRegisters, final int from, final int to) {
        final HyperLogLog sketch = new HyperLogLog(logRegisters);
        for (int value = from; value < to; value++) {
            sketch.add(Hashes.mix(value));
        }
        return sketch;
    }
}
