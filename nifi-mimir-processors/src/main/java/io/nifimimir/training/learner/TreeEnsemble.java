/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelFormatException;

import java.util.Arrays;

/**
 * Boosted trees laid out for speed. Sums up the very floats in the very order that XGBoost does, so it gives the same margins bit by bit.
 *
 * <p>A step down a tree takes no branch that a processor would have to guess, which costs more than all the rest of it: floats are
 * compared as integers of the same order, the two children of a node stand side by side, so the comparison is added to the position of the
 * first, and a leaf is its own child, so all rows walk to the depth of the tree. A feature stands in a row twice, since a missing value
 * goes left at some nodes and right at others: it is less than all numbers in one place, and more than all in the other. A category is a
 * bit, of which a set is a word of them, and a number has none; to be missing is a category, too. Only where categories are more than a
 * word has bits, their sets are looked up elsewhere.
 *
 * <p>What a step needs is read at once: a node is one long, and so is a value of a row. The rows of a block go down together, level by
 * level, so that the processor need not wait for one of them to go on with another.
 */
final class TreeEnsemble {
    /** So many rows stay in the cache while a tree is walked by all of them. */
    private static final int BLOCK_ROWS = 64;

    /** Categories of a feature that a word has bits for, beside that for missing ones and that for the sign. */
    static final int MOST_IN_WORD = 30;

    /** Of a node, from its least bit: the threshold, set or place of the set, the first child, whether its set is elsewhere, the place of its value. */
    private static final int CHILD_SHIFT = Integer.SIZE;

    private static final int CHILD_BITS = 14;
    private static final int SET_SHIFT = CHILD_SHIFT + CHILD_BITS;
    private static final int SLOT_SHIFT = SET_SHIFT + 1;
    private static final int SLOT_BITS = Long.SIZE - SLOT_SHIFT;

    /** What a category is as a number: less than all of them. */
    private static final long CATEGORY = (long) Integer.MIN_VALUE << Integer.SIZE;

    static final int MOST_NODES = 1 << CHILD_BITS;
    static final int MOST_FEATURES = (1 << SLOT_BITS) / 2 - 1;

    private final int features;
    private final float[] baseMargins;
    private final Tree[] trees;

    /** For each feature the code that stands in no set: where it has none, 0. */
    private final int[] absentCodes;

    /** Of the sets that are more than a word; the first one belongs to all other nodes. */
    private final int[] bits;

    /**
     * @param leaves by node
     * @param output that it adds to
     * @param largeSets whether a node has a set of categories that is more than a word
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Tree(long[] nodes, float[] leaves, int depth, int output, boolean largeSets) {}

    TreeEnsemble(final float[] baseMargins, final Tree[] trees, final int[] absentCodes, final int[] bits) {
        this.features = absentCodes.length;
        this.baseMargins = baseMargins;
        this.trees = trees;
        this.absentCodes = absentCodes;
        this.bits = bits;
    }

    /** @throws ModelFormatException where the bytes are no trees of XGBoost, or of a kind that is not trained here */
    static TreeEnsemble load(final byte[] ubjson, final int rounds) throws ModelFormatException {
        return new TreeCompiler(ubjson, rounds).compile();
    }

    /** Where the value of a feature stands that goes left, or right, where it is missing. */
    static int slot(final int feature, final boolean missingGoesLeft) {
        return 2 * feature + (missingGoesLeft ? 0 : 1);
    }

    /** What is less than the threshold, or in no category of the set, goes to the first child. @param test threshold or set */
    static long node(final int slot, final int test, final int child) {
        return (long) slot << SLOT_SHIFT | (long) child << CHILD_SHIFT | Integer.toUnsignedLong(test);
    }

    /** What is in no category of the set goes to the first child. @param set its place among the bits */
    static long largeSetNode(final int slot, final int set, final int child) {
        return node(slot, set, child) | 1L << SET_SHIFT;
    }

    /** The code of a missing category where that goes right; one that goes left is in no set. */
    static int missingCode(final int absentCode) {
        return absentCode <= MOST_IN_WORD ? MOST_IN_WORD : absentCode + 1;
    }

    /** Leads to itself, by a value that is always 0. */
    static long leaf(final int slot, final int node) {
        return node(slot, Integer.MAX_VALUE, node);
    }

    /** An integer that stands to other such integers as the floats do; both zeros are one. */
    static int ordered(final float value) {
        final int rawBits = Float.floatToRawIntBits(value + 0.0f);
        return rawBits ^ rawBits >> 31 & Integer.MAX_VALUE;
    }

    /** For each row the margins of the outputs, row after row. */
    float[] margins(final FeatureMatrix matrix) {
        if (matrix.columns() != features) {
            throw new IllegalArgumentException(
                    "The trees take %d features, found %d".formatted(features, matrix.columns()));
        }

        final int outputs = baseMargins.length;
        final float[] margins = new float[Math.multiplyExact(matrix.rows(), outputs)];
        final int stride = 2 * features + 1;
        final long[] values = new long[BLOCK_ROWS * stride];
        final int[] places = new int[BLOCK_ROWS];
        for (int from = 0; from < matrix.rows(); from += BLOCK_ROWS) {
            final int rows = Math.min(BLOCK_ROWS, matrix.rows() - from);
            for (int row = 0; row < rows; row++) {
                layOut(matrix.values(), (from + row) * features, values, row * stride);
                System.arraycopy(baseMargins, 0, margins, (from + row) * outputs, outputs);
            }

            for (final Tree tree : trees) {
                Arrays.fill(places, 0, rows, 0);
                for (int level = 0; level < tree.depth(); level++) {
                    if (tree.largeSets()) {
                        stepByLargeSets(tree.nodes(), values, stride, places, rows);
                    } else {
                        step(tree.nodes(), values, stride, places, rows);
                    }
                }

                for (int row = 0; row < rows; row++) {
                    margins[(from + row) * outputs + tree.output()] += tree.leaves()[places[row]];
                }
            }
        }

        return margins;
    }

    /** A number as integer of its order, above no bit; a category as less than all numbers, above its bit or its code. */
    private void layOut(final float[] row, final int offset, final long[] values, final int position) {
        for (int feature = 0; feature < features; feature++) {
            final float value = row[offset + feature];
            final int slot = position + 2 * feature;
            final int absent = absentCodes[feature];
            final boolean missing = Float.isNaN(value);
            if (absent == 0) {
                values[slot] = (long) (missing ? Integer.MIN_VALUE : ordered(value)) << Integer.SIZE;
                values[slot + 1] = missing ? (long) Integer.MAX_VALUE << Integer.SIZE : values[slot];
                continue;
            }

            final boolean known = value >= 0 && value < absent;
            if (absent <= MOST_IN_WORD) {
                values[slot] = CATEGORY | (known ? 1 << (int) value : 0);
                values[slot + 1] = missing ? CATEGORY | 1 << missingCode(absent) : values[slot];
            } else {
                values[slot] = CATEGORY | (known ? (int) value : absent);
                values[slot + 1] = missing ? CATEGORY | missingCode(absent) : values[slot];
            }
        }
    }

    /** All rows one level down a tree whose sets are words. */
    private static void step(
            final long[] nodes, final long[] values, final int stride, final int[] places, final int rows) {
        int begin = 0;
        for (int row = 0; row < rows; row++) {
            final long node = nodes[places[row]];
            final long value = values[begin + (int) (node >>> SLOT_SHIFT)];
            final int less = (int) ((value >> Integer.SIZE) - (int) node >>> Long.SIZE - 1);
            final int inSet = -((int) value & (int) node) >>> Integer.SIZE - 1;
            places[row] = ((int) (node >>> CHILD_SHIFT) & MOST_NODES - 1) + (1 - less | inSet);
            begin += stride;
        }
    }

    /** All rows one level down. */
    private void stepByLargeSets(
            final long[] nodes, final long[] values, final int stride, final int[] places, final int rows) {
        int begin = 0;
        for (int row = 0; row < rows; row++) {
            final long node = nodes[places[row]];
            final long value = values[begin + (int) (node >>> SLOT_SHIFT)];
            final int large = -((int) (node >>> SET_SHIFT) & 1);
            final int less = (int) ((value >> Integer.SIZE) - (int) node >>> Long.SIZE - 1);
            final int inWord = -((int) value & (int) node & ~large) >>> Integer.SIZE - 1;
            final int code = (int) value & large;
            final int inSet = bits[((int) node & large) + (code >>> 5)] >>> code & 1 & large;
            places[row] = ((int) (node >>> CHILD_SHIFT) & MOST_NODES - 1) + (1 - less | inWord | inSet);
            begin += stride;
        }
    }
}
