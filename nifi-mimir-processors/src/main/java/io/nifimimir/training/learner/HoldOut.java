/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

/**
 * A division of rows, as positions into an array of rows.
 *
 * @param training ascending
 * @param heldOut ascending
 * @param description how the rows were divided, in words
 */
@SuppressWarnings("ArrayRecordComponent")
public record HoldOut(int[] training, int[] heldOut, String description) {

    public static int[] select(final int[] rows, final int[] positions) {
        final int[] selected = new int[positions.length];
        for (int index = 0; index < positions.length; index++) {
            selected[index] = rows[positions[index]];
        }

        return selected;
    }

    public static double[] select(final double[] values, final int[] positions) {
        final double[] selected = new double[positions.length];
        for (int index = 0; index < positions.length; index++) {
            selected[index] = values[positions[index]];
        }

        return selected;
    }
}
