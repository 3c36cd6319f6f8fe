/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertTexts;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.Season;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.monitoring.trend.MonotoneTrend;

import java.time.Duration;
import java.time.Instant;

/**
 * Judges each point by the trend of the window that ends with it: of one that has come, or of one that should have. Between what raises and
 * what resolves lies a band where it says neither, so that a trend at its limit is one incident.
 */
final class TrendEvaluator implements ConditionEvaluator {
    /** An incident ends at less than this part of its limit, */
    private static final double END = 0.8;

    /** or where chance explains the trend with this many times the probability. */
    private static final double END_OF_SIGNIFICANCE = 10;

    private final RuleCondition.Direction direction;

    private final double limitPercent;

    private final double significance;

    private final boolean expected;

    private final Duration length;

    private final TrendWindow window;

    private final String within;

    /** @param season rhythm of the series */
    TrendEvaluator(final RuleCondition.Trend condition, final Season season) {
        this(
                condition.direction(),
                condition.changePercent(),
                condition.significance(),
                false,
                condition.window(),
                season);
    }

    TrendEvaluator(final RuleCondition.ExpectedTrend condition, final Season season) {
        this(
                condition.expected(),
                condition.minimumChangePercent(),
                condition.significance(),
                true,
                condition.window(),
                season);
    }

    private TrendEvaluator(
            final RuleCondition.Direction direction,
            final double limitPercent,
            final double significance,
            final boolean expected,
            final Duration length,
            final Season season) {
        this.direction = direction;
        this.limitPercent = limitPercent;
        this.significance = significance;
        this.expected = expected;
        this.length = length;
        this.window = new TrendWindow(length, season);
        this.within = length == null
                ? "%d readings".formatted(RuleCondition.Trend.DEFAULT_STEPS)
                : AlertTexts.duration(length);
    }

    static TrendEvaluator of(final RuleCondition condition, final Season season) {
        return switch (condition) {
            case RuleCondition.Trend trend -> new TrendEvaluator(trend, season);
            case RuleCondition.ExpectedTrend trend -> new TrendEvaluator(trend, season);
            default -> throw new IllegalArgumentException("No condition of trends: " + condition);
        };
    }

    /** @throws IllegalArgumentException where the window holds too few points of a series of this step, which would never alert */
    void requireWindowFor(final Duration step) {
        final Duration needed = step.multipliedBy(MonotoneTrend.MINIMUM_POINTS - 1L);
        if (length != null && length.compareTo(needed) < 0) {
            throw new IllegalArgumentException(
                    "Window of %s holds too few points, of which there is one about every %s; expected window_minutes of at least %d"
                            .formatted(AlertTexts.duration(length), AlertTexts.duration(step), needed.toMinutes()));
        }
    }

    Duration reach() {
        return window.reach();
    }

    /** Takes a point from before those that are judged. */
    void remember(final SeriesPoint point) {
        window.add(point);
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        window.add(point);
        return window.sample()
                .filter(TrendWindow.Sample::isEnough)
                .map(sample -> expected ? judgeExpected(point, sample) : judgeReached(point, sample))
                .orElseGet(() -> new Verdict.Undecided(point, "Too few points in the window"));
    }

    private Verdict judgeReached(final SeriesPoint point, final TrendWindow.Sample sample) {
        final MonotoneTrend trend = sample.trend();
        final double change = trend.changePercent();
        final double towards = switch (direction) {
            case INCREASING -> change;
            case DECREASING -> -change;
            case ANY -> Math.abs(change);
        };
        if (towards >= limitPercent && trend.probability() < significance) {
            return breach(point, trend, change);
        }
        final boolean over = towards < END * limitPercent || trend.probability() > END_OF_SIGNIFICANCE * significance;
        return over ? normal(point, trend) : undecided(point);
    }

    private Verdict judgeExpected(final SeriesPoint point, final TrendWindow.Sample sample) {
        final MonotoneTrend trend = sample.trend();
        final int sign = direction == RuleCondition.Direction.INCREASING ? 1 : -1;
        if (sign * trend.changePercent() >= limitPercent) {
            return normal(point, trend);
        }
        final double wanted = sign * Math.abs(trend.start()) * limitPercent / 100;
        final MonotoneTrend shortfall = sample.without(wanted).trend();
        return sign * shortfall.change() < 0 && shortfall.probability() < significance
                ? breach(point, trend, trend.changePercent())
                : undecided(point);
    }

    private Verdict breach(final SeriesPoint point, final MonotoneTrend trend, final double change) {
        final boolean below = expected ? direction == RuleCondition.Direction.INCREASING : change < 0;
        return new Verdict.Breach(point, allowed(trend), change, below ? Verdict.Side.BELOW : Verdict.Side.ABOVE);
    }

    private Verdict normal(final SeriesPoint point, final MonotoneTrend trend) {
        return new Verdict.Normal(point, allowed(trend), trend.changePercent());
    }

    private static Verdict undecided(final SeriesPoint point) {
        return new Verdict.Undecided(point, "The trend is at its limit");
    }

    /** Levels that the line may end at. */
    private ExpectedRange allowed(final MonotoneTrend trend) {
        final double reach = Math.abs(trend.start()) * limitPercent / 100;
        final ExpectedRange upwards = new ExpectedRange(trend.start() + reach, Double.POSITIVE_INFINITY, true);
        final ExpectedRange downwards = new ExpectedRange(Double.NEGATIVE_INFINITY, trend.start() - reach, true);
        if (expected) {
            return direction == RuleCondition.Direction.INCREASING ? upwards : downwards;
        }
        return switch (direction) {
            case INCREASING -> new ExpectedRange(Double.NEGATIVE_INFINITY, upwards.lower(), true);
            case DECREASING -> new ExpectedRange(downwards.upper(), Double.POSITIVE_INFINITY, true);
            case ANY -> new ExpectedRange(downwards.upper(), upwards.lower(), true);
        };
    }

    @Override
    public void learn(final SeriesPoint point) {
        // The window holds each point, whatever became of it
    }

    @Override
    public int opensAfter() {
        return 1;
    }

    @Override
    public String adverb() {
        return "increasingly";
    }

    @Override
    public String title(final SeriesKey series, final Verdict.Breach breach) {
        if (expected) {
            return "%s is not %s as expected".formatted(AlertTexts.name(series), verb("rising", "falling"));
        }
        return "%s is %s".formatted(AlertTexts.name(series), breach.score() < 0 ? "falling" : "rising");
    }

    @Override
    public String expected(final Verdict.Breach breach) {
        final String limit = ExpectedRange.formatNumber(limitPercent);
        return expected
                ? "to %s by %s %% or more within %s".formatted(verb("rise", "fall"), limit, within)
                : "to %s by less than %s %% within %s".formatted(breach.score() < 0 ? "fall" : "rise", limit, within);
    }

    @Override
    public String message(
            final SeriesKey series, final Verdict.Breach breach, final Instant since, final long readings) {
        return "%s has %s by %s %% within %s, to %s; expected %s (since %s UTC, %s)"
                .formatted(
                        AlertTexts.name(series),
                        breach.score() < 0 ? "fallen" : "risen",
                        ExpectedRange.formatNumber(Math.abs(breach.score())),
                        within,
                        ExpectedRange.formatNumber(breach.point().value()),
                        expected(breach),
                        AlertTexts.minute(since),
                        AlertTexts.readings(readings));
    }

    @Override
    public String resolvedMessage(final Alert alert, final SeriesPoint point, final Instant resolvedAt) {
        return "%s moves as expected again and is %s (%s to %s UTC, expected %s)"
                .formatted(
                        AlertTexts.name(alert.series()),
                        ExpectedRange.formatNumber(point.value()),
                        AlertTexts.minute(alert.since()),
                        AlertTexts.minute(resolvedAt),
                        alert.expected());
    }

    private String verb(final String upwards, final String downwards) {
        return direction == RuleCondition.Direction.INCREASING ? upwards : downwards;
    }
}
