/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import java.util.Arrays;

/**
 * Counts distinct hashes in fixed memory: HyperLogLog of Flajolet, Fusy, Gandouet and Meunier (2007) with the estimator of Ertl (2017), which needs no
 * correction for few or many values. The relative standard error is 1.04 / sqrt(registers). Not safe for use by several threads.
 */
final class HyperLogLog {
    private static final double ALPHA = 1 / (2 * Math.log(2));

    private final int logRegisters;
    private final byte[] registers;

    HyperLogLog(final int logRegisters) {
        this(logRegisters, new byte[1 << logRegisters]);
    }

    private HyperLogLog(final int logRegisters, final byte[] registers) {
        this.logRegisters = logRegisters;
        this.registers = registers;
    }

    /** @param registers as {@link #registers} gave them */
    static HyperLogLog of(final byte[] registers) {
        if (Integer.bitCount(registers.length) != 1) {
            throw new IllegalArgumentException("A power of two of registers expected: " + registers.length);
        }
        return new HyperLogLog(Integer.numberOfTrailingZeros(registers.length), registers.clone());
    }

    /** @param hash whose bits are as good as random */
    void add(final long hash) {
        final int register = (int) (hash >>> Long.SIZE - logRegisters);
        final long rest = hash << logRegisters | 1L << logRegisters - 1;
        final byte rank = (byte) (Long.numberOfLeadingZeros(rest) + 1);
        if (rank > registers[register]) {
            registers[register] = rank;
        }
    }

    /** Takes all that another one has counted; where it has more registers, these are folded together. */
    void merge(final HyperLogLog other) {
        if (other.logRegisters < logRegisters) {
            throw new IllegalArgumentException(
                    "Registers cannot be split: %d into %d".formatted(other.registers.length, registers.length));
        }
        final int excess = other.logRegisters - logRegisters;
        for (int index = 0; index < other.registers.length; index++) {
            final byte rank = other.registers[index];
            if (rank > 0) {
                final int folded = index >>> excess;
                registers[folded] = (byte) Math.max(registers[folded], foldedRank(index, rank, excess));
            }
        }
    }

    /** The bits of the index that the smaller table has no place for come before those that the rank was told by. */
    private static int foldedRank(final int index, final byte rank, final int excess) {
        final int bits = index & (1 << excess) - 1;
        return bits == 0 ? rank + excess : excess - (Integer.SIZE - Integer.numberOfLeadingZeros(bits)) + 1;
    }

    double estimate() {
        final int size = registers.length;
        final int most = Long.SIZE - logRegisters + 1;
        final int[] counts = new int[most + 1];
        for (final byte rank : registers) {
            counts[rank]++;
        }
        double sum = size * tau(1 - (double) counts[most] / size);
        for (int rank = most - 1; rank >= 1; rank--) {
            sum = 0.5 * (sum + counts[rank]);
        }
        sum += size * sigma((double) counts[0] / size);
        return ALPHA * size * size / sum;
    }

    private static double sigma(final double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double power = share;
        double weight = 1;
        double sum = share;
        double before;
        do {
            power *= power;
            before = sum;
            sum += power * weight;
            weight += weight;
        } while (before != sum);
        return sum;
    }

    private static double tau(final double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double root = share;
        double weight = 1;
        double sum = 1 - share;
        double before;
        do {
            root = Math.sqrt(root);
            before = sum;
            weight *= 0.5;
            sum -= (1 - root) * (1 - root) * weight;
        } while (before != sum);
        return sum / 3;
    }

    /** Relative standard error of the estimate. */
    double relativeError() {
        return 1.04 / Math.sqrt(registers.length);
    }

    int logRegisters() {
        return logRegisters;
    }

    byte[] registers() {
        return Arrays.copyOf(registers, registers.length);
    }
}
