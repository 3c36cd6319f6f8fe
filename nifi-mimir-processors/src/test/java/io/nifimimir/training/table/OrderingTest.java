/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

class OrderingTest {

    @Test
    void placesAreInTheOrderOfTheirValuesAndEqualOnesAsTheyWere() {
        final Random random = new Random(5);
        for (int size = 0; size < 70; size++) {
            final double[] values = random.doubles(size)
                    .map(value -> value < 0.1 ? Double.NaN : Math.rint(10 * value) - 5)
                    .toArray();
            final int[] expected = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparingDouble(place -> values[place]))
                    .mapToInt(Integer::intValue)
                    .toArray();

            assertArrayEquals(expected, Ordering.of(values));
        }
    }
}
