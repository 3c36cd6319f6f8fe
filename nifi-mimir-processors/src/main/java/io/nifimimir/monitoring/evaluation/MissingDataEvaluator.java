/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertTexts;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.rhythm.Rhythm;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Duration;
import java.time.Instant;

/** Judges instants by the points that should have come since the newest one. Such an instant is a point whose value is the silence in hours. */
final class MissingDataEvaluator implements ConditionEvaluator {
    private static final double MILLIS_OF_HOUR = Duration.ofHours(1).toMillis();

    private final Rhythm rhythm;

    private final Instant newest;

    private final double allowedPeriods;

    /** @param newest instant of the newest point */
    MissingDataEvaluator(final RuleCondition.MissingData condition, final Rhythm rhythm, final Instant newest) {
        this.rhythm = rhythm;
        this.newest = newest;
        this.allowedPeriods = condition.periods() * rhythm.longestUsual();
    }

    /** The instant from which on points are missing, unless one comes. */
    Instant deadline() {
        return Instant.ofEpochMilli(rhythm.after(newest.toEpochMilli(), allowedPeriods));
    }

    SeriesPoint silenceAt(final Instant instant) {
        return new SeriesPoint(instant, Duration.between(newest, instant).toMillis() / MILLIS_OF_HOUR);
    }

    @Override
    public Verdict judge(final SeriesPoint silence) {
        final double periods =
                rhythm.periods(newest.toEpochMilli(), silence.timestamp().toEpochMilli());
        final double allowedHours = silenceAt(deadline()).value();
        final ExpectedRange expected = new ExpectedRange(0, allowedHours, false);
        return periods >= allowedPeriods
                ? new Verdict.Breach(silence, expected, periods, Verdict.Side.ABOVE)
                : new Verdict.Normal(silence, expected, periods);
    }

    @Override
    public void learn(final SeriesPoint silence) {
        // The rhythm is that of the points that have come
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
        return "No %s for %s".formatted(AlertTexts.name(series), silence(breach.point()));
    }

    @Override
    public String expected(final Verdict.Breach breach) {
        return "about every " + AlertTexts.duration(rhythm.usualDistance());
    }

    @Override
    public String message(
            final SeriesKey series, final Verdict.Breach breach, final Instant since, final long readings) {
        return "No %s has come for %s, expected %s (the last one is of %s UTC)"
                .formatted(
                        AlertTexts.name(series), silence(breach.point()), expected(breach), AlertTexts.minute(newest));
    }

    @Override
    public String resolvedMessage(final Alert alert, final SeriesPoint point, final Instant resolvedAt) {
        return "%s comes again, the newest is of %s UTC (none came from %s to %s UTC, expected %s)"
                .formatted(
                        AlertTexts.name(alert.series()),
                        AlertTexts.minute(newest),
                        AlertTexts.minute(alert.since()),
                        AlertTexts.minute(resolvedAt),
                        alert.expected());
    }

    private static String silence(final SeriesPoint silence) {
        return AlertTexts.duration(Duration.ofMinutes(Math.round(60 * silence.value())));
    }
}
