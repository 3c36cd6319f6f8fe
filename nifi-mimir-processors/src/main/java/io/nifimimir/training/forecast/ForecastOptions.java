/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.time.Duration;

/**
 * How to forecast.
 *
 * @param horizon steps to test and forecast; 0 for those that suit the step: a day of hours, two weeks of days, a year of months
 * @param level of the prediction intervals whose coverage is measured
 * @param seed of all that is random
 */
public record ForecastOptions(int horizon, double level, long seed) {
    public static final double DEFAULT_LEVEL = 0.8;

    public ForecastOptions {
        if (horizon < 0 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "Horizon %d and level %s, expected no negative horizon and a level between 0 and 1"
                            .formatted(horizon, level));
        }
    }

    public static ForecastOptions ofSeed(final long seed) {
        return new ForecastOptions(0, DEFAULT_LEVEL, seed);
    }

    int horizonFor(final SeriesStep step) {
        if (horizon > 0) {
            return horizon;
        }

        return switch (step) {
            case SeriesStep.BusinessDays() -> 10;
            case SeriesStep.Months(final int months) -> Math.max(2, 12 / months);
            case SeriesStep.Fixed fixed when fixed.nominal().compareTo(Duration.ofDays(5)) >= 0 -> 8;
            case SeriesStep.Fixed fixed when fixed.nominal().compareTo(Duration.ofHours(12)) >= 0 -> 14;
            case SeriesStep.Fixed ignored -> 24;
        };
    }
}
