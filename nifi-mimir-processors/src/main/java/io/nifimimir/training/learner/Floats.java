/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

/** Numbers as learners take them. */
public final class Floats {
    private Floats() {}

    public static float[] of(final double[] values) {
        final float[] floats = new float[values.length];
        for (int index = 0; index < values.length; index++) {
            floats[index] = (float) values[index];
        }

        return floats;
    }
}
