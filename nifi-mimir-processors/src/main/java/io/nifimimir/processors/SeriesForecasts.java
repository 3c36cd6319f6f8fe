/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.rule.Crossing;
import io.nifimimir.monitoring.rule.CrossingForecaster;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.training.forecast.ForecastOptions;
import io.nifimimir.training.forecast.ThresholdForecast;
import io.nifimimir.training.forecast.TimeToThreshold;
import io.nifimimir.training.forecast.TimeToThreshold.Direction;

import java.time.Duration;
import java.util.List;

/** Answers what rules of forecasts ask with the forecasters of the training. */
final class SeriesForecasts implements CrossingForecaster {
    /** The same in each run, so that a run that is repeated finds the same. */
    private static final ForecastOptions OPTIONS = ForecastOptions.ofSeed(1);

    @Override
    public Crossing crossing(
            final List<SeriesPoint> points, final RuleCondition.Forecast condition, final Duration horizon) {
        final long[] instants = points.stream()
                .mapToLong(point -> point.timestamp().toEpochMilli())
                .toArray();
        final double[] values = points.stream().mapToDouble(SeriesPoint::value).toArray();
        final TimeToThreshold series = condition.withoutDeliveries()
                ? TimeToThreshold.withoutDeliveries(instants, values, OPTIONS)
                : TimeToThreshold.of(instants, values, OPTIONS);
        final Direction direction = condition.falls() ? Direction.FALLING : Direction.RISING;
        return switch (series.reach(condition.bound(), direction, horizon)) {
            case ThresholdForecast.Reached reached -> new Crossing.Reached(reached.at());
            case ThresholdForecast.Expected expected ->
                new Crossing.Expected(expected.at(), expected.earliest(), expected.latest(), expected.probability());
            case ThresholdForecast.NotExpected notExpected -> new Crossing.NotExpected(notExpected.probability());
            case ThresholdForecast.Unknown unknown -> new Crossing.Unknown(unknown.reason());
        };
    }
}
