/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.List;

/**
 * The forecasters of a metric, and what they are worth.
 *
 * @param skill over all series
 * @param leaderboard forecasters over all series, that chosen most often first
 * @param points values that were learnt from
 * @param notes what was done to the series, and what was not tried, each in a sentence
 * @param reasoning why these forecasters, in a sentence or two
 */
public record MetricForecast(
        ForecastModel model,
        MetricSkill skill,
        List<MethodScore> leaderboard,
        long points,
        List<String> notes,
        String reasoning) {
    public MetricForecast {
        leaderboard = List.copyOf(leaderboard);
        notes = List.copyOf(notes);
    }

    /**
     * Each forecast made by whoever led before it; means over series. NaN where no series was long enough to measure.
     *
     * @param mase mean absolute error in units of that of seasonal naive within the training part
     * @param maseSpread its standard error, over groups of origins of all series
     * @param seasonalNaiveMase of the seasonal naive forecast at the same instants
     * @param naiveMase of the better of naive and seasonal naive, series by series
     * @param smape in percent
     * @param coverage share of values within the intervals
     * @param measured series that were long enough
     * @param skilled whether the lead over the better naive forecast is beyond chance
     */
    public record MetricSkill(
            double mase,
            double maseSpread,
            double seasonalNaiveMase,
            double naiveMase,
            double smape,
            double coverage,
            int measured,
            boolean skilled) {

        /** Share of the seasonal naive forecast's error that is saved. */
        public double lift() {
            return 1 - mase / seasonalNaiveMase;
        }
    }

    /**
     * @param mase mean over the series that it was tried on
     * @param tried series
     * @param chosen series that it is the forecaster of
     */
    public record MethodScore(String method, double mase, double smape, int tried, int chosen) {}
}
