/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertTexts;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.rule.Crossing;
import io.nifimimir.monitoring.rule.CrossingForecaster;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Judges the newest point of a series by when the series is going to cross a bound. An incident that lasts ends where the crossing has left
 * a longer horizon, so that a crossing at its edge is one incident.
 */
final class ForecastEvaluator implements ConditionEvaluator {
    /** Part of the horizon that it has to leave it by. */
    private static final double MARGIN = 0.25;

    private static final double PACE = 2;

    private final CrossingForecaster forecaster;

    private final RuleCondition.Forecast condition;

    private final List<SeriesPoint> points;

    private final boolean lasts;

    private final Instant now;

    /** Of the point that was judged last. */
    private Crossing crossing;

    /**
     * @param lasts whether there is an incident already
     * @param now instant of the run
     */
    ForecastEvaluator(
            final CrossingForecaster forecaster,
            final RuleCondition.Forecast condition,
            final List<SeriesPoint> points,
            final boolean lasts,
            final Instant now) {
        this.forecaster = forecaster;
        this.condition = condition;
        this.points = points;
        this.lasts = lasts;
        this.now = now;
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        final Duration horizon = lasts
                ? condition.horizon().plus(Duration.ofMillis((long)
                        (MARGIN * condition.horizon().toMillis())))
                : condition.horizon();
        crossing = isOutOfReach(point, horizon)
                ? new Crossing.NotExpected(0)
                : forecaster.crossing(points, condition, horizon);
        return switch (crossing) {
            case Crossing.Reached ignored -> breach(point, 1);
            case Crossing.Expected expected
            when expected.probability() >= condition.certainty() -> breach(point, expected.probability());
            case Crossing.Expected expected -> new Verdict.Normal(point, allowed(), expected.probability());
            case Crossing.NotExpected notExpected -> new Verdict.Normal(point, allowed(), notExpected.probability());
            case Crossing.Unknown unknown -> new Verdict.Undecided(point, unknown.reason());
        };
    }

    /** Where even twice the fastest pace ever seen would not lead there in time, nothing need be forecast: that is most series, most of the time. */
    private boolean isOutOfReach(final SeriesPoint newest, final Duration horizon) {
        final double wanted = falls() ? newest.value() - condition.bound() : condition.bound() - newest.value();
        double fastest = 0;
        for (int index = 1; index < points.size(); index++) {
            final SeriesPoint before = points.get(index - 1);
            final double change = points.get(index).value() - before.value();
            final double millis = Math.max(
                    1,
                    Duration.between(before.timestamp(), points.get(index).timestamp())
                            .toMillis());
            fastest = Math.max(fastest, (falls() ? -change : change) / millis);
        }
        return wanted > 0 && PACE * fastest * horizon.toMillis() < wanted;
    }

    private boolean falls() {
        return condition.falls();
    }

    private Verdict breach(final SeriesPoint point, final double probability) {
        return new Verdict.Breach(point, allowed(), probability, falls() ? Verdict.Side.BELOW : Verdict.Side.ABOVE);
    }

    private ExpectedRange allowed() {
        return falls()
                ? new ExpectedRange(condition.bound(), Double.POSITIVE_INFINITY, false)
                : new ExpectedRange(Double.NEGATIVE_INFINITY, condition.bound(), false);
    }

    @Override
    public void learn(final SeriesPoint point) {
        // Each run forecasts from the points at hand
    }

    @Override
    public int opensAfter() {
        return 1;
    }

    @Override
    public int resolvesAfter() {
        return 1;
    }

    @Override
    public String adverb() {
        return "too";
    }

    @Override
    public String title(final SeriesKey series, final Verdict.Breach breach) {
        return "%s %s".formatted(AlertTexts.name(series), ForecastTexts.crosses(crossing, condition, now));
    }

    @Override
    public String expected(final Verdict.Breach breach) {
        return "to stay %s %s for %s"
                .formatted(
                        falls() ? "above" : "below",
                        ExpectedRange.formatNumber(condition.bound()),
                        AlertTexts.duration(condition.horizon()));
    }

    @Override
    public String message(
            final SeriesKey series, final Verdict.Breach breach, final Instant since, final long readings) {
        return "%s %s; it is %s at %s UTC, expected %s"
                .formatted(
                        AlertTexts.name(series),
                        ForecastTexts.crossesInDetail(crossing, condition, now),
                        ExpectedRange.formatNumber(breach.point().value()),
                        AlertTexts.minute(breach.point().timestamp()),
                        expected(breach));
    }

    @Override
    public String resolvedMessage(final Alert alert, final SeriesPoint point, final Instant resolvedAt) {
        return "%s does not reach %s within %s any more; it is %s (foretold from %s to %s UTC)"
                .formatted(
                        AlertTexts.name(alert.series()),
                        ExpectedRange.formatNumber(condition.bound()),
                        AlertTexts.duration(condition.horizon()),
                        ExpectedRange.formatNumber(point.value()),
                        AlertTexts.minute(alert.since()),
                        AlertTexts.minute(resolvedAt));
    }
}
