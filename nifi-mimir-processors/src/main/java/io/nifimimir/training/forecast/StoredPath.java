/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/**
 * What boosted trees foretold at training, step by step. The trees themselves are not kept: they are learnt across all series of a
 * metric and would have to be learnt again with newer points anyway.
 *
 * @param path the steps that are left; behind its end the last value goes on
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredPath(double[] path) implements FittedForecaster {
    static final String NAME = "boosted_trees";

    @Override
    public double[] forecast(final int horizon) {
        final double[] steps = Arrays.copyOf(path, horizon);
        if (horizon > path.length) {
            Arrays.fill(steps, path.length, horizon, path[path.length - 1]);
        }

        return steps;
    }

    @Override
    public StoredPath update(final double observed) {
        return path.length == 1 ? this : new StoredPath(Arrays.copyOfRange(path, 1, path.length));
    }

    /** That of a stationary series whose memory fades: trees never leave the range of what they have seen. */
    @Override
    public double spread(final int stepsAhead) {
        return Math.sqrt(2 - Math.pow(0.8, stepsAhead - 1.0));
    }
}
