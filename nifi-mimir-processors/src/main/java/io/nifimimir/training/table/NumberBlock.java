/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

/** Some numbers in the narrowest form that gives back each of them to the last bit; NaN stands for a missing one. */
sealed interface NumberBlock {
    /** Decimals of up to so many places are held as whole numbers. */
    double MOST_SCALE = 1e6;

    double value(int index);

    /** Memory held, in bytes. */
    long bytes();

    static NumberBlock of(final double[] values) {
        for (double scale = 1; scale <= MOST_SCALE; scale *= 10) {
            final long largest = largest(values, scale);
            if (largest >= 0) {
                return scaled(values, scale, largest);
            }
        }

        return new Doubles(values);
    }

    /** The largest of the numbers in units of 1 / {@code scale}, without its sign; negative where one of them is no such whole number. */
    private static long largest(final double[] values, final double scale) {
        long largest = 0;
        for (final double value : values) {
            if (!Double.isNaN(value)) {
                final double units = Math.rint(value * scale);
                // As bits, since the negative zero is another number
                if (Math.abs(units) > Integer.MAX_VALUE
                        || Double.doubleToRawLongBits((int) units / scale) != Double.doubleToRawLongBits(value)) {
                    return -1;
                }

                largest = Math.max(largest, (long) Math.abs(units));
            }
        }

        return largest;
    }

    private static NumberBlock scaled(final double[] values, final double scale, final long largest) {
        if (largest <= Byte.MAX_VALUE) {
            final byte[] units = new byte[values.length];
            for (int index = 0; index < units.length; index++) {
                units[index] = Double.isNaN(values[index]) ? Byte.MIN_VALUE : (byte) Math.rint(values[index] * scale);
            }

            return new Bytes(units, scale);
        }

        if (largest <= Short.MAX_VALUE) {
            final short[] units = new short[values.length];
            for (int index = 0; index < units.length; index++) {
                units[index] = Double.isNaN(values[index]) ? Short.MIN_VALUE : (short) Math.rint(values[index] * scale);
            }

            return new Shorts(units, scale);
        }

        final int[] units = new int[values.length];
        for (int index = 0; index < units.length; index++) {
            units[index] = Double.isNaN(values[index]) ? Integer.MIN_VALUE : (int) Math.rint(values[index] * scale);
        }

        return new Integers(units, scale);
    }

    /** The least byte stands for a missing number. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] units, double scale) implements NumberBlock {
        @Override
        public double value(final int index) {
            return units[index] == Byte.MIN_VALUE ? Double.NaN : units[index] / scale;
        }

        @Override
        public long bytes() {
            return units.length;
        }
    }

    /** The least short stands for a missing number. */
    @SuppressWarnings("ArrayRecordComponent")
    record Shorts(short[] units, double scale) implements NumberBlock {
        @Override
        public double value(final int index) {
            return units[index] == Short.MIN_VALUE ? Double.NaN : units[index] / scale;
        }

        @Override
        public long bytes() {
            return (long) units.length * Short.BYTES;
        }
    }

    /** The least integer stands for a missing number. */
    @SuppressWarnings("ArrayRecordComponent")
    record Integers(int[] units, double scale) implements NumberBlock {
        @Override
        public double value(final int index) {
            return units[index] == Integer.MIN_VALUE ? Double.NaN : units[index] / scale;
        }

        @Override
        public long bytes() {
            return (long) units.length * Integer.BYTES;
        }
    }

    /** Numbers of many digits. */
    @SuppressWarnings("ArrayRecordComponent")
    record Doubles(double[] values) implements NumberBlock {
        @Override
        public double value(final int index) {
            return values[index];
        }

        @Override
        public long bytes() {
            return (long) values.length * Double.BYTES;
        }
    }
}
