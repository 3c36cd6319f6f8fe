/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.IntToDoubleFunction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PackedNumbersTest {
    private static final int COUNT = 3_000;

    @Test
    void everyNumberComesBackToTheLastBit() {
        final Random random = new Random(3);
        final double[] odd = {
            -0.0,
            0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.MIN_VALUE,
            -128,
            127,
            -32_768,
            0x1p31,
            1e-7,
            0.1 + 0.2
        };
        assertSame(index -> odd[index % odd.length]);
        assertSame(index -> random.nextGaussian());
        assertSame(index -> random.nextLong());
        assertSame(index -> Double.longBitsToDouble(random.nextLong()));
        for (int places = 0; places < 9; places++) {
            final String format = "%." + places + "f";
            assertSame(index -> Double.parseDouble(format.formatted(1_000 * random.nextGaussian())));
        }
    }

    private static PackedNumbers assertSame(final IntToDoubleFunction numbers) {
        final double[] expected = new double[COUNT];
        final PackedNumbers packed = new PackedNumbers();
        for (int index = 0; index < COUNT; index++) {
            expected[index] = numbers.applyAsDouble(index);
            packed.add(expected[index]);
            assertEquals(bits(expected[index]), bits(packed.get(index)));
        }

        packed.finish();
        final PackedNumbers selected = packed.select(new int[] {0, 511, 512, COUNT - 1});
        assertEquals(COUNT, packed.size());
        assertEquals(4, selected.size());
        assertEquals(bits(expected[512]), bits(selected.get(2)));
        for (int index = 0; index < COUNT; index++) {
            assertEquals(bits(expected[index]), bits(packed.get(index)), "number " + expected[index]);
        }

        return packed;
    }

    /** Of all that are no number the same. */
    private static long bits(final double value) {
        return Double.doubleToLongBits(value);
    }

    @Test
    void numbersOfFewDigitsTakeFewBytes() {
        final Random random = new Random(4);
        assertBytes(1, assertSame(index -> index % 7 == 0 ? Double.NaN : random.nextInt(100)));
        assertBytes(2, assertSame(index -> random.nextInt(30_000) / 10.0));
        assertBytes(4, assertSame(index -> random.nextInt(3_000_000) / 1_000.0));
        assertBytes(8, assertSame(index -> random.nextDouble()));
    }

    private static void assertBytes(final int each, final PackedNumbers packed) {
        assertTrue(
                packed.bytes() >= (long) each * COUNT && packed.bytes() < 1.2 * each * COUNT + 400,
                packed.bytes() + " bytes");
    }
}
