/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import java.util.Arrays;

/** Numbers one behind the other, in blocks that are packed when they are full: most columns need two bytes for a number and not eight. */
final class PackedNumbers {
    /** Small, since a table of thousands of columns has as many blocks that are not packed yet. */
    private static final int BLOCK = 512;

    /** A block and its place, besides its numbers; measured on a 64-bit JVM. */
    private static final int BLOCK_BYTES = 48;

    private static final int FIRST_CAPACITY = 64;

    private NumberBlock[] blocks = new NumberBlock[1];
    private double[] open = new double[FIRST_CAPACITY];
    private int packed;
    private int size;
    private long packedBytes;

    int size() {
        return size;
    }

    double get(final int index) {
        final int block = index / BLOCK;
        return block < packed ? blocks[block].value(index % BLOCK) : open[index % BLOCK];
    }

    void add(final double value) {
        final int place = size % BLOCK;
        if (place == open.length) {
            open = Arrays.copyOf(open, Math.min(BLOCK, 2 * place));
        }

        open[place] = value;
        size++;
        if (place == BLOCK - 1) {
            pack(open);
        }
    }

    /** Packs what is there. Nothing can be added any more. */
    void finish() {
        if (size % BLOCK > 0) {
            pack(Arrays.copyOf(open, size % BLOCK));
        }

        blocks = Arrays.copyOf(blocks, packed);
        open = new double[0];
    }

    private void pack(final double[] values) {
        if (packed == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * packed);
        }

        // The open block is written to again
        final NumberBlock block = NumberBlock.of(values.clone());
        blocks[packed] = block;
        packed++;
        packedBytes += BLOCK_BYTES + block.bytes();
    }

    /** Only the numbers at these places. @param places ascending */
    PackedNumbers select(final int[] places) {
        final PackedNumbers selected = new PackedNumbers();
        for (final int place : places) {
            selected.add(get(place));
        }

        return selected;
    }

    /** Memory held, in bytes. */
    long bytes() {
        return packedBytes + (long) open.length * Double.BYTES;
    }
}
