/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.dashboard.SeriesChart.ForecastBand;
import io.nifimimir.dashboard.SeriesChart.Rule;
import io.nifimimir.dashboard.SeriesChart.Threshold;
import io.nifimimir.monitoring.anomaly.AnomalyDetector;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.training.forecast.Forecast;
import io.nifimimir.training.forecast.ForecastFormat;
import io.nifimimir.training.forecast.SeriesForecast;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts together what the page draws of a series. */
final class SeriesCharts {
    private static final Instant ANY_FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);

    private static final Instant ANY_LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** What the detector has seen before the first point that is shown. */
    private static final int WARM_UP = 5_000;

    /** What is expected of more points than these is not worked out again for a picture. */
    private static final long BAND_POINTS = 100_000;

    private static final int ALERTS = 200;

    private static final int POINTS_FOR_STEP = 500;

    private static final double FORECAST_LEVEL = 0.8;

    private final DashboardRepository repository;

    SeriesCharts(final DashboardRepository repository) {
        this.repository = repository;
    }

    /**
     * @param from null for the first point
     * @param to null for the last point
     * @param spans of time, of each of which four points stay at most
     * @return empty where the series has no point
     */
    Optional<SeriesChart> chart(final SeriesKey series, final Instant from, final Instant to, final int spans) {
        final Optional<SeriesSpan> whole = repository.span(series, ANY_FIRST, ANY_LAST);
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        final Instant first = from == null ? whole.get().first() : from;
        final Instant last = to == null ? whole.get().last() : to;
        final List<AlertRow> alerts = repository.alerts(AlertFilter.of(series, ALERTS));
        final List<RuleRow> rules = repository.rules(series);
        final RuleMarks marks = new RuleMarks(rules);
        final List<Threshold> thresholds = marks.thresholds();
        final boolean atTheEnd = !last.isBefore(whole.get().last());
        final PointBuffer newest = repository.newestPoints(series, last, POINTS_FOR_STEP);
        final long points =
                repository.span(series, first, last).map(SeriesSpan::points).orElse(0L);
        final List<ChartPoint> shown = shown(series, first, last, spans, points <= BAND_POINTS);
        return Optional.of(new SeriesChart(
                series.ontologyId(),
                series.entityId(),
                series.metricName(),
                whole.get().first(),
                whole.get().last(),
                points,
                shown.stream().map(ChartPoint::time).toList(),
                shown.stream().map(ChartPoint::value).toList(),
                shown.stream().map(ChartPoint::lower).toList(),
                shown.stream().map(ChartPoint::upper).toList(),
                anomalies(shown, alerts, thresholds),
                gaps(series, first, last, newest),
                thresholds,
                atTheEnd ? marks.slopes(newest) : List.of(),
                atTheEnd ? marks.overdueFrom(newest) : null,
                rules.stream()
                        .map(rule -> new Rule(rule.condition().ruleType(), rule.severity(), rule.description()))
                        .toList(),
                alerts,
                atTheEnd ? forecast(series) : null));
    }

    private List<ChartPoint> shown(
            final SeriesKey series, final Instant first, final Instant last, final int spans, final boolean band) {
        final ExtremesDownsampler downsampler =
                new ExtremesDownsampler(first.toEpochMilli(), last.toEpochMilli(), spans);
        if (!band) {
            repository.readPoints(
                    series,
                    first,
                    last,
                    (time, value) -> downsampler.add(new ChartPoint(time, value, Double.NaN, Double.NaN)));
            return downsampler.finish();
        }
        final AnomalyDetector detector = new AnomalyDetector();
        final PointBuffer before = repository.newestPoints(series, first.minusMillis(1), WARM_UP);
        for (int index = 0; index < before.size(); index++) {
            detector.observe(Math.floorDiv(before.time(index), 1_000), before.value(index));
        }
        repository.readPoints(series, first, last, (time, value) -> {
            final AnomalyDetector.Observation seen = detector.observe(Math.floorDiv(time, 1_000), value);
            // Without a width nothing is known yet
            final boolean known = seen.upper() > seen.lower();
            downsampler.add(
                    new ChartPoint(time, value, known ? seen.lower() : Double.NaN, known ? seen.upper() : Double.NaN));
        });
        return downsampler.finish();
    }

    /** Within the time of an alert, what lies outside of what was expected or beyond a bound. */
    private static List<Integer> anomalies(
            final List<ChartPoint> shown, final List<AlertRow> alerts, final List<Threshold> thresholds) {
        return IntStream.range(0, shown.size())
                .filter(index -> {
                    final ChartPoint point = shown.get(index);
                    return alerts.stream().anyMatch(alert -> lasts(alert, point.time()))
                            && (point.isUnexpected()
                                    || Double.isNaN(point.lower())
                                    || thresholds.stream()
                                            .anyMatch(bound -> isBeyond(point.value(), bound, thresholds)));
                })
                .boxed()
                .toList();
    }

    private static boolean lasts(final AlertRow alert, final long time) {
        return time >= alert.since().toEpochMilli() && time <= alert.lastSeen().toEpochMilli();
    }

    /** The lowest bound is passed downwards, others upwards; a single one either way, which alerts alone tell. */
    private static boolean isBeyond(final double value, final Threshold bound, final List<Threshold> all) {
        final double lowest = all.stream().mapToDouble(Threshold::value).min().orElseThrow();
        return all.size() == 1 || (bound.value() == lowest ? value < lowest : value > bound.value());
    }

    private List<List<Long>> gaps(
            final SeriesKey series, final Instant first, final Instant last, final PointBuffer newest) {
        final GapFinder finder = new GapFinder(newest);
        repository.readPoints(series, first, last, finder);
        return finder.gaps();
    }

    private ForecastBand forecast(final SeriesKey series) {
        final Optional<StoredForecast> stored = repository.forecast(series);
        if (stored.isEmpty()) {
            return null;
        }
        try {
            return ForecastFormat.read(stored.get().content())
                    .findSeries(series.entityId())
                    .map(forecaster -> band(forecaster, stored.get()))
                    .orElse(null);
        } catch (final IOException e) {
            return undrawn("", e.getMessage());
        }
    }

    /** What is no better than a naive guess would only lead astray. */
    private static ForecastBand undrawn(final String method, final String reason) {
        return new ForecastBand(method, FORECAST_LEVEL, reason, List.of(), List.of(), List.of(), List.of());
    }

    private static ForecastBand band(final SeriesForecast forecaster, final StoredForecast stored) {
        if (!stored.trusted()) {
            return undrawn(forecaster.method(), stored.reason());
        }
        final Forecast forecast = forecaster.forecast(Math.max(1, forecaster.horizon()), FORECAST_LEVEL);
        return new ForecastBand(
                forecaster.method(),
                forecast.level(),
                stored.reason(),
                Arrays.stream(forecast.epochMillis()).boxed().toList(),
                Arrays.stream(forecast.mean()).boxed().toList(),
                Arrays.stream(forecast.lower()).boxed().toList(),
                Arrays.stream(forecast.upper()).boxed().toList());
    }
}
