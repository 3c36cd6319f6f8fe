/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A forecaster with all that it has learnt from a series, as plain data. It stands behind the last value that it has seen.
 *
 * <p>A missing value is NaN: each forecaster then moves on as if it had seen what it expected.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LastValue.class, name = LastValue.NAME),
    @JsonSubTypes.Type(value = SeasonalNaive.class, name = SeasonalNaive.NAME),
    @JsonSubTypes.Type(value = Drift.class, name = Drift.NAME),
    @JsonSubTypes.Type(value = HistoricalMean.class, name = HistoricalMean.NAME),
    @JsonSubTypes.Type(value = ExponentialSmoothing.class, name = "exponential_smoothing"),
    @JsonSubTypes.Type(value = Theta.class, name = Theta.NAME),
    @JsonSubTypes.Type(value = SeasonallyAdjusted.class, name = "seasonally_adjusted"),
    @JsonSubTypes.Type(value = Croston.class, name = Croston.NAME),
    @JsonSubTypes.Type(value = StoredPath.class, name = StoredPath.NAME)
})
public sealed interface FittedForecaster
        permits LastValue,
                SeasonalNaive,
                Drift,
                HistoricalMean,
                ExponentialSmoothing,
                Theta,
                SeasonallyAdjusted,
                Croston,
                StoredPath {

    /** The expected values of the next steps. */
    double[] forecast(int horizon);

    /** The forecaster after one more value; its parameters stay as they are. */
    FittedForecaster update(double observed);

    /** How wide errors are after so many steps (from 1), against those of the first step. */
    double spread(int stepsAhead);
}
