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
 * goes left at some nodes and right at others: it is less than all numbers in one place, and more than all in the other. Sets of
 * categories are looked up as bits, of which a number has none.
 */
final class TreeEnsemble {
    /** So many rows stay in the cache while a tree is walked by all of them. */
    private static final int BLOCK_ROWS = 64;

    private static final int NODE_INTS = 4;
    private static final int THRESHOLD = 1;
    private static final int CHILD = 2;
    private static final int SET = 3;

    private final int features;
    private final float[] baseMargins;
    private final Tree[] trees;

    /** For each feature the code that stands in no set: where it has none, 0. */
    private final int[] absentCodes;

    /** Of all sets of categories; the first word belongs to numbers. */
    private final int[] bits;

    /**
     * @param nodes for each node the place of its value in a row, the threshold, the place of its children, and of its set
     * @param leaves by node
     * @param output that it adds to
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Tree(int[] nodes, float[] leaves, int depth, int output) {}

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

    /** A node; a leaf leads to itself, by a value that is always 0. */
    static void setNode(
            final int[] nodes, final int node, final int slot, final int threshold, final int child, final int set) {
        nodes[node * NODE_INTS] = slot;
        nodes[node * NODE_INTS + THRESHOLD] = threshold;
        nodes[node * NODE_INTS + CHILD] = child * NODE_INTS;
        nodes[node * NODE_INTS + SET] = set;
    }

    static int[] nodes(final int count) {
        return new int[count * NODE_INTS];
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
        final int[] values = new int[BLOCK_ROWS * stride];
        final int[] codes = new int[BLOCK_ROWS * stride];
        for (int from = 0; from < matrix.rows(); from += BLOCK_ROWS) {
            final int rows = Math.min(BLOCK_ROWS, matrix.rows() - from);
            for (int row = 0; row < rows; row++) {
                layOut(matrix.values(), (from + row) * features, values, codes, row * stride);
                System.arraycopy(baseMargins, 0, margins, (from + row) * outputs, outputs);
            }

            for (final Tree tree : trees) {
                for (int row = 0; row < rows; row++) {
                    margins[(from + row) * outputs + tree.output()] += leaf(tree, values, codes, row * stride);
                }
            }
        }

        return margins;
    }

    private void layOut(
            final float[] row, final int offset, final int[] values, final int[] codes, final int position) {
        for (int feature = 0; feature < features; feature++) {
            final float value = row[offset + feature];
            final int slot = position + 2 * feature;
            final int absent = absentCodes[feature];
            if (Float.isNaN(value)) {
                values[slot] = Integer.MIN_VALUE;
                values[slot + 1] = Integer.MAX_VALUE;
                Arrays.fill(codes, slot, slot + 2, absent);
            } else {
                Arrays.fill(values, slot, slot + 2, ordered(value));
                Arrays.fill(codes, slot, slot + 2, value >= 0 && value < absent ? (int) value : absent);
            }
        }
    }

    private float leaf(final Tree tree, final int[] values, final int[] codes, final int row) {
        final int[] nodes = tree.nodes();
        int node = 0;
        for (int level = 0; level < tree.depth(); level++) {
            final int slot = row + nodes[node];
            final int less = (int) ((long) values[slot] - nodes[node + THRESHOLD] >>> 63);
            final int code = codes[slot];
            final int inSet = bits[nodes[node + SET] + (code >>> 5)] >>> code & 1;
            node = nodes[node + CHILD] + ((1 - less | inSet) << 2);
        }

        return tree.leaves()[node / NODE_INTS];
    }
}
