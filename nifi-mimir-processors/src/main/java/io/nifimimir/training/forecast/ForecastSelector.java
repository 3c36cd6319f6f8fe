/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.ForecastSelection.CandidateScore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the forecaster of one series by a backtest. Where none beats the naive ones beyond chance, a naive one it is. */
final class ForecastSelector {
    private final ForecastOptions options;

    ForecastSelector(final ForecastOptions options) {
        this.options = options;
    }

    /**
     * A forecaster that was learnt across series.
     *
     * @param backtest its forecasts by origin and step, NaN for origins that it must not be tried at
     * @param path what it expects of the next steps
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Outsider(String name, double[][] backtest, StoredPath path) {}

    /** The backtest that a series is put to; empty where it is too short. */
    Optional<BacktestPlan> plan(final RegularSeries series) {
        final int[] periods = SeasonalPeriods.of(series.step(), series.values().length);
        return BacktestPlan.of(
                series.values().length, options.horizonFor(series.step()), periods.length == 0 ? 1 : periods[0]);
    }

    /** @param thorough whether forecasters are tried whose parameters have to be searched for */
    ForecastSelection select(final RegularSeries series, final Optional<Outsider> outsider, final boolean thorough) {
        final double[] values = series.values();
        final Optional<BacktestPlan> plan =
                series.observedCount() < BacktestPlan.FEWEST_VALUES ? Optional.empty() : plan(series);
        if (plan.isEmpty()) {
            return naive(
                    series,
                    say(
                            "%,d points are too few to compare forecasters, %d are needed: the last value goes on",
                            series.observedCount(), BacktestPlan.FEWEST_VALUES));
        }

        final double[] observed = Arrays.stream(values).filter(Double::isFinite).toArray();
        if (Arrays.stream(observed).allMatch(value -> value == observed[0])) {
            return naive(series, "All values are the same: the last value goes on");
        }

        final Forecasters forecasters = new Forecasters(
                Arrays.copyOf(values, plan.get().firstOrigin()),
                SeasonalPeriods.of(series.step(), plan.get().firstOrigin()));
        return choose(series, plan.get(), forecasters, outsider, thorough);
    }

    private static ForecastSelection naive(final RegularSeries series, final String reasoning) {
        final FittedForecaster forecaster = LastValue.fit(series.values());
        final IntervalCalibration unknown = new IntervalCalibration(new double[] {1}, new double[0]);
        return new ForecastSelection(
                forecast(series, LastValue.NAME, 1, forecaster, unknown),
                List.of(),
                Optional.empty(),
                new double[0],
                reasoning,
                series.treatment());
    }

    private ForecastSelection choose(
            final RegularSeries series,
            final BacktestPlan plan,
            final Forecasters forecasters,
            final Optional<Outsider> outsider,
            final boolean thorough) {
        final List<Forecaster> baselines = Forecasters.baselines(forecasters.periods(), plan.firstOrigin());
        final List<Forecaster> candidates = new ArrayList<>(baselines);
        candidates.addAll(forecasters.cheap());
        if (thorough) {
            candidates.addAll(forecasters.searched());
        }

        final double[] values = series.values();
        final double[][] histories = plan.histories(values, forecasters.outlierPeriod());
        final List<BacktestErrors> tried = new ArrayList<>();
        for (final Forecaster candidate : candidates) {
            final double[][] forecasts = plan.run(candidate, values, histories);
            tried.add(BacktestErrors.of(candidate.name(), plan, forecasts, values));
        }

        outsider.ifPresent(other -> tried.add(BacktestErrors.of(other.name(), plan, other.backtest(), values)));
        final Championship championship =
                new Championship(plan, tried, baselines.size(), scale(values, plan, forecasters));
        final Winner winner = winner(championship, candidates, outsider, values, forecasters.outlierPeriod());
        final IntervalCalibration calibration = IntervalCalibration.of(winner.errors(), winner.forecaster());
        return new ForecastSelection(
                forecast(series, winner.errors().name(), plan.horizon(), winner.forecaster(), calibration),
                leaderboard(championship),
                championship.skill(options.level()),
                winner.errors().oneStepAhead(),
                reasoning(championship, winner.errors()),
                series.treatment());
    }

    private record Winner(BacktestErrors errors, FittedForecaster forecaster) {}

    private static Winner winner(
            final Championship championship,
            final List<Forecaster> candidates,
            final Optional<Outsider> outsider,
            final double[] values,
            final int outlierPeriod) {
        final BacktestErrors leader = championship.leader();
        final FittedForecaster fitted = candidates.stream()
                .filter(candidate -> candidate.name().equals(leader.name()))
                .findFirst()
                .map(candidate -> candidate.fit().apply(Outliers.removed(values, outlierPeriod)))
                .orElseGet(() -> outsider.orElseThrow().path());
        if (Arrays.stream(fitted.forecast(leader.plan().horizon())).allMatch(Double::isFinite)) {
            return new Winner(leader, fitted);
        }

        final BacktestErrors baseline = championship.baseline();
        return new Winner(
                baseline,
                candidates.stream()
                        .filter(candidate -> candidate.name().equals(baseline.name()))
                        .findFirst()
                        .orElseThrow()
                        .fit()
                        .apply(values));
    }

    /** The mean absolute error of the seasonal naive forecast one season ahead within the training part. */
    private static double scale(final double[] values, final BacktestPlan plan, final Forecasters forecasters) {
        final int lag = forecasters.periods().length == 0 ? 1 : forecasters.periods()[0];
        final double seasonal = meanChange(values, lag, plan.firstOrigin());
        return seasonal > 0 ? seasonal : meanChange(values, 1, values.length);
    }

    private static double meanChange(final double[] values, final int lag, final int end) {
        double sum = 0;
        int count = 0;
        for (int index = lag; index < end; index++) {
            final double change = Math.abs(values[index] - values[index - lag]);
            sum += Double.isFinite(change) ? change : 0;
            count += Double.isFinite(change) ? 1 : 0;
        }

        return count == 0 ? Double.NaN : sum / count;
    }

    private static List<CandidateScore> leaderboard(final Championship championship) {
        return championship.tried().stream()
                .filter(errors -> !errors.isEmpty())
                .map(errors -> new CandidateScore(
                        errors.name(),
                        errors.meanAbsolute() / championship.scale(),
                        Lead.standardError(championship.groupMase(errors)),
                        errors.meanSymmetric()))
                .sorted(Comparator.comparingDouble(CandidateScore::mase))
                .toList();
    }

    private static String reasoning(final Championship championship, final BacktestErrors winner) {
        final BacktestErrors baseline = championship.baseline();
        final BacktestPlan plan = winner.plan();
        final int count = championship.tried().size();
        if (winner.name().equals(baseline.name())) {
            return say(
                    "None of %d forecasters beats %s beyond chance on %,d origins, so %s it is (MASE %.2f)",
                    count,
                    baseline.name(),
                    plan.origins().length,
                    baseline.name(),
                    baseline.meanAbsolute() / championship.scale());
        }

        return say(
                "%s is the best of %d on %,d origins, %d steps ahead: MASE %.2f against %.2f of %s",
                winner.name(),
                count,
                plan.origins().length,
                plan.horizon(),
                winner.meanAbsolute() / championship.scale(),
                baseline.meanAbsolute() / championship.scale(),
                baseline.name());
    }

    private static SeriesForecast forecast(
            final RegularSeries series,
            final String method,
            final int horizon,
            final FittedForecaster forecaster,
            final IntervalCalibration calibration) {
        final boolean nonNegative = Arrays.stream(series.values()).noneMatch(value -> value < 0);
        return new SeriesForecast(
                series.entity(),
                series.step(),
                series.lastMillis(),
                method,
                horizon,
                nonNegative,
                forecaster,
                calibration);
    }

    private static String say(final String format, final Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
