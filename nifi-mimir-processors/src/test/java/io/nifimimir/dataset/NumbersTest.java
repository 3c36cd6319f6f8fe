/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class NumbersTest {

    @ParameterizedTest
    @ValueSource(strings = {"12", "12.0", "12.000", "1.2e1", "1200e-2"})
    void spellingMakesNoDifference(final String digits) {
        assertEquals(12L, Numbers.narrow(new BigDecimal(digits)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "-2.5e-10", "1e22", "9223372036854776000", "4.9e-324"})
    void doubleIsTakenWhereItPrintsBackAsTheNumber(final String digits) {
        assertEquals(Double.valueOf(digits), Numbers.narrow(new BigDecimal(digits)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.12345678901234567890", "12345678901234567890", "1E-999", "1.5E+400"})
    void digitsBeyondADoubleAreKept(final String digits) {
        assertEquals(0, new BigDecimal(digits).compareTo((BigDecimal) Numbers.narrow(new BigDecimal(digits))));
    }

    @Test
    void textsOfFewDigitsAreReadAsTheirDecimals() {
        final Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            final BigDecimal decimal = BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), random.nextInt(20));
            assertSame(decimal.toPlainString());
            assertSame(decimal.toString());
        }
        for (final String odd :
                new String[] {"0", "-0", "-0.0", "0.000", "10.50", "1e5", "-1E-7", "999999999999999", "99999999999999.9"
                }) {
            assertSame(odd);
        }
    }

    private static void assertSame(final String digits) {
        final char[] text = (" " + digits + "}").toCharArray();
        assertEquals(Numbers.narrow(new BigDecimal(digits)), Numbers.narrow(text, 1, digits.length()), digits);
    }

    @Test
    void decimalHasNoMoreDigitsThanItNeeds() {
        assertEquals(
                new BigDecimal("0.1234567890123456789"), Numbers.narrow(new BigDecimal("0.1234567890123456789000")));
        assertEquals(new BigDecimal("12345678901234567890"), Numbers.narrow(new BigDecimal("1234567890123456789e1")));
    }

    @Test
    void exponentOfManyDigitsIsNotWrittenOut() {
        final BigDecimal huge = new BigDecimal("12e999999998");

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertEquals(huge, Numbers.narrow(huge)));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0.0, -0.0, 0.1, 3, -7, 9007199254740993.0, 1.2345678901234567e17, 0x1p63, -0x1p63, 1e22, 1e300})
    void doubleReadsLikeItsShortestDecimal(final double value) {
        assertEquals(Numbers.narrow(BigDecimal.valueOf(value)), Numbers.narrow(value));
    }

    @Test
    void whetherADoubleKeepsItsDecimalIsToldAsItsTextTellsIt() {
        final Random random = new Random(15);
        for (int round = 0; round < 200_000; round++) {
            final int digits = 1 + random.nextInt(18);
            final BigDecimal number = BigDecimal.valueOf(
                    random.nextLong((long) Math.pow(10, digits)) * (random.nextBoolean() ? 1 : -1),
                    random.nextInt(8) == 0 ? random.nextInt(660) - 330 : random.nextInt(12));
            final double value = number.doubleValue();

            assertEquals(
                    Double.isFinite(value) && new BigDecimal(Double.toString(value)).compareTo(number) == 0,
                    Numbers.printsAs(value, number),
                    number::toString);
        }
    }
}
