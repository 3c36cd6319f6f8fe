/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Remembers which rows a model has learnt from, in ten bits for each: a Bloom filter. Less than one in a hundred rows that it has not
 * seen is taken for one that it has, and none the other way round.
 *
 * @see <a href="https://doi.org/10.1145/362686.362692">Bloom: Space/time trade-offs in hash coding with allowable errors</a>
 */
public final class RowFilter {
    private static final int BITS_PER_ROW = 10;
    private static final int PROBES = 7;

    /** Of the smallest filter, and what the sizes are multiples of, so that bytes tell the size. */
    private static final int BITS_PER_STEP = 64;

    private final BitSet bits;
    private final int size;

    private RowFilter(final BitSet bits, final int size) {
        this.bits = bits;
        this.size = size;
    }

    public static RowFilter of(final RowHashes hashes, final int[] rows) {
        final long wanted = Math.min((long) BITS_PER_ROW * rows.length, Integer.MAX_VALUE - BITS_PER_STEP);
        final int size = (int) (wanted / BITS_PER_STEP + 1) * BITS_PER_STEP;
        final BitSet bits = new BitSet(size);
        for (final int row : rows) {
            final long hash = hashes.of(row);
            IntStream.range(0, PROBES).forEach(probe -> bits.set(position(hash, probe, size)));
        }

        return new RowFilter(bits, size);
    }

    public static RowFilter ofBytes(final byte[] bytes) {
        return new RowFilter(BitSet.valueOf(bytes), Math.multiplyExact(bytes.length, Byte.SIZE));
    }

    public boolean mayContain(final long hash) {
        return IntStream.range(0, PROBES).allMatch(probe -> bits.get(position(hash, probe, size)));
    }

    /** Two hashes stand for any number of them: Kirsch and Mitzenmacher, Less hashing, same performance. */
    private static int position(final long hash, final int probe, final int size) {
        return (int) Long.remainderUnsigned(hash + probe * RowHashes.mix(hash), size);
    }

    public byte[] toBytes() {
        final byte[] bytes = new byte[size / Byte.SIZE];
        final byte[] set = bits.toByteArray();
        System.arraycopy(set, 0, bytes, 0, set.length);
        return bytes;
    }
}
