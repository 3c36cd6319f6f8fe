/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.List;
import java.util.function.Function;

/**
 * A forecaster of what is left of a series without its seasons, which are put back afterwards.
 *
 * @param phase index of the next step
 */
record SeasonallyAdjusted(SeasonalProfile profile, FittedForecaster rest, int phase) implements FittedForecaster {

    static SeasonallyAdjusted fit(
            final double[] history,
            final List<Integer> periods,
            final boolean multiplicative,
            final Function<double[], FittedForecaster> fitRest) {
        final SeasonalProfile profile = SeasonalProfile.of(history, periods, multiplicative);
        return new SeasonallyAdjusted(profile, fitRest.apply(profile.removedFrom(history)), history.length);
    }

    @Override
    public double[] forecast(final int horizon) {
        final double[] path = rest.forecast(horizon);
        for (int step = 0; step < horizon; step++) {
            path[step] = profile.add(path[step], phase + step);
        }

        return path;
    }

    @Override
    public SeasonallyAdjusted update(final double observed) {
        return new SeasonallyAdjusted(profile, rest.update(profile.remove(observed, phase)), phase + 1);
    }

    @Override
    public double spread(final int stepsAhead) {
        return rest.spread(stepsAhead);
    }
}
