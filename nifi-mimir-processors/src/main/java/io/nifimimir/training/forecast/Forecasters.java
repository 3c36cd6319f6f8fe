/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.ExponentialSmoothing.Season;
import io.nifimimir.training.forecast.ExponentialSmoothing.Trend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The forecasters that suit a series, the cheap ones apart from those whose parameters are searched for. */
final class Forecasters {
    /** Points that say something of a trend and its damping. */
    private static final int FEWEST_FOR_SEARCH = 10;

    /** Smoothing a value for each phase of a longer season wants more seasons than there ever are. */
    private static final int LONGEST_SMOOTHED_SEASON = 60;

    private final double[] history;
    private final int[] periods;
    private final List<Integer> shown;

    /** @param history what is known at the first forecast: later values must not choose forecasters */
    Forecasters(final double[] history, final int[] periods) {
        this.history = history;
        this.periods = periods;
        this.shown = SeasonalPeriods.shownBy(history, periods);
    }

    /** Naive first, then seasonal naive for each season. */
    static List<Forecaster> baselines(final int[] periods, final int length) {
        final List<Forecaster> baselines = new ArrayList<>();
        baselines.add(new Forecaster(LastValue.NAME, LastValue::fit));
        for (final int period : periods) {
            if (period <= length) {
                baselines.add(new Forecaster(
                        seasonalName(SeasonalNaive.NAME, period, periods),
                        values -> SeasonalNaive.fit(values, period)));
            }
        }

        return baselines;
    }

    private static String seasonalName(final String name, final int period, final int[] periods) {
        return period == periods[0] ? name : name + "_" + period;
    }

    List<Forecaster> cheap() {
        final List<Forecaster> forecasters = new ArrayList<>();
        forecasters.add(new Forecaster(Drift.NAME, Drift::fit));
        forecasters.add(new Forecaster(HistoricalMean.NAME, HistoricalMean::fit));
        if (Croston.suits(history)) {
            forecasters.add(new Forecaster(Croston.NAME, Croston::fit));
        }

        if (!shown.isEmpty()) {
            forecasters.add(new Forecaster(
                    "seasonal_mean", values -> SeasonallyAdjusted.fit(values, shown, false, HistoricalMean::fit)));
        }

        return forecasters;
    }

    List<Forecaster> searched() {
        if (history.length < FEWEST_FOR_SEARCH) {
            return List.of();
        }

        final List<Forecaster> forecasters = new ArrayList<>();
        for (final Trend trend : Trend.values()) {
            forecasters.add(smoothing(trend, Season.NONE, 1));
        }

        forecasters.add(new Forecaster(Theta.NAME, Theta::fitStandard));
        forecasters.add(new Forecaster(Theta.OPTIMISED_NAME, Theta::fitOptimised));
        if (!shown.isEmpty()) {
            addSeasonal(forecasters);
        }

        return forecasters;
    }

    private void addSeasonal(final List<Forecaster> forecasters) {
        final boolean positive = Arrays.stream(history).allMatch(value -> Double.isNaN(value) || value > 0);
        final boolean[] multiplicative = positive ? new boolean[] {false, true} : new boolean[] {false};
        for (final boolean multiplies : multiplicative) {
            final String suffix = multiplies ? "_multiplicative" : "_additive";
            forecasters.add(new Forecaster(
                    Theta.NAME + suffix,
                    values -> SeasonallyAdjusted.fit(values, shown, multiplies, Theta::fitStandard)));
            forecasters.add(new Forecaster(
                    "seasonal_ets_damped" + suffix,
                    values -> SeasonallyAdjusted.fit(
                            values,
                            shown,
                            multiplies,
                            rest -> ExponentialSmoothingFitter.fit(Trend.DAMPED, Season.NONE, rest, 1))));
            final int period = shown.getFirst();
            if (period <= LONGEST_SMOOTHED_SEASON) {
                final Season season = multiplies ? Season.MULTIPLICATIVE : Season.ADDITIVE;
                for (final Trend trend : Trend.values()) {
                    forecasters.add(smoothing(trend, season, period));
                }
            }
        }
    }

    private static Forecaster smoothing(final Trend trend, final Season season, final int period) {
        return new Forecaster(
                ExponentialSmoothing.name(trend, season),
                values -> ExponentialSmoothingFitter.fit(trend, season, values, period));
    }

    /** The season whose phases are compared to tell wild values; 1 where none shows. */
    int outlierPeriod() {
        return shown.isEmpty() ? 1 : shown.getFirst();
    }

    int[] periods() {
        return periods.clone();
    }
}
