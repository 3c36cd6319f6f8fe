/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.List;
import java.util.Optional;

/**
 * The forecaster of a series and how it was chosen.
 *
 * @param leaderboard the least error first; empty where the series is too short to compare
 * @param skill empty where the series is too short, or varies too little, to measure one
 * @param reasoning why this forecaster, in a sentence
 * @param errorsOneStepAhead of the backtest, where one was made
 * @param treatment what was done to the series, each in a sentence
 */
@SuppressWarnings("ArrayRecordComponent")
public record ForecastSelection(
        SeriesForecast forecast,
        List<CandidateScore> leaderboard,
        Optional<Skill> skill,
        double[] errorsOneStepAhead,
        String reasoning,
        List<String> treatment) {
    public ForecastSelection {
        leaderboard = List.copyOf(leaderboard);
        treatment = List.copyOf(treatment);
    }

    /**
     * @param mase mean absolute error in units of that of the seasonal naive forecast within the training part (Hyndman and Koehler
     *     2006)
     * @param spread standard error of the MASE over groups of origins
     * @param smape in percent
     */
    public record CandidateScore(String method, double mase, double spread, double smape) {}

    /**
     * What to expect of choosing as it is done here: each group of origins is forecast by whoever led before it, so that no choice has
     * seen what it is measured by.
     *
     * @param mase by group of origins
     * @param naiveMase of the better of naive and seasonal naive, on the same groups
     * @param seasonalNaiveMase of seasonal naive, on the same groups; of naive where there is no season
     * @param smape mean, in percent
     * @param coverage share of values within intervals that were calibrated before; NaN where there are too few
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Skill(double[] mase, double[] naiveMase, double[] seasonalNaiveMase, double smape, double coverage) {}
}
