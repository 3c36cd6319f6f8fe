/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

/** Sorts places by the values that stand there, without an object for each of them. */
public final class Ordering {
    private Ordering() {}

    /** Places from 0 on in the order of their values, ascending as {@link Double#compare} has it; equal ones stay as they are. */
    public static int[] of(final double[] values) {
        int[] order = new int[values.length];
        for (int place = 0; place < order.length; place++) {
            order[place] = place;
        }

        int[] merged = new int[order.length];
        for (int width = 1; width < order.length; width *= 2) {
            for (int start = 0; start < order.length; start += 2 * width) {
                final int middle = Math.min(start + width, order.length);
                merge(values, order, merged, start, middle, Math.min(middle + width, order.length));
            }

            final int[] sorted = merged;
            merged = order;
            order = sorted;
        }

        return order;
    }

    private static void merge(
            final double[] values,
            final int[] order,
            final int[] merged,
            final int start,
            final int middle,
            final int end) {
        int left = start;
        int right = middle;
        for (int place = start; place < end; place++) {
            final boolean takeLeft =
                    left < middle && (right >= end || Double.compare(values[order[left]], values[order[right]]) <= 0);
            merged[place] = takeLeft ? order[left] : order[right];
            left += takeLeft ? 1 : 0;
            right += takeLeft ? 0 : 1;
        }
    }
}
