/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.monitoring.RuleCondition.Range;
import io.nifimimir.monitoring.RuleCondition.RobustZScore;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Plans the monitoring of a dataset by itself: a schedule that suits its frequency, and rules that its history speaks for. */
public final class MonitoringPlanner {
    /** A metric of fewer values is a code or a flag. */
    private static final int MIN_DISTINCT = 5;

    /** A rule needs that many points to be learned from. */
    private static final int MIN_POINTS = 30;

    /** Points of a series that a rule is learned from, the oldest first: the newest are what it is to judge. */
    private static final double LEARNED_SHARE = 0.8;

    private static final int MAX_LEARNED = 4_000;
    private static final double MIN_LIMIT = 4;
    private static final double MAX_LIMIT = 12;

    /** Share of the pairs of neighbouring points that may lie beyond the limit in the history. */
    private static final double PAIRS_BEYOND = 0.001;

    /** Bounds that so many points of the history violate are no bounds. */
    private static final double MAX_OUTSIDE = 0.02;

    /** Tukey's outer fences (Exploratory Data Analysis, 1977) lie so many interquartile ranges beyond the quartiles. */
    private static final double OUTER_FENCE = 3;

    private static final Set<String> CALENDAR_NAMES =
            Set.of("year", "month", "day", "week", "weekday", "hour", "minute", "quarter");

    private MonitoringPlanner() {}

    /** Empty where the dataset is no time series, or no metric of it can be watched. */
    public static Optional<MonitoringPlan> plan(
            final String ontologyId, final DatasetHeader header, final ZoneId zone, final SeriesHistory history) {
        if (header.timeSeries() == null) {
            return Optional.empty();
        }
        final TimeSeriesConfig series = header.timeSeries();
        final String jobId = id("job", ontologyId, series.dateColumn());
        final List<MonitoringRule> rules = new ArrayList<>();
        final List<String> watched = new ArrayList<>();
        for (final String metric : series.metricColumns()) {
            final List<SeriesHistory.Slice> slices = history.of(metric).toList();
            if (isWorthWatching(metric, slices)) {
                watched.add(metric);
                rules.add(anomalyRule(jobId, ontologyId, metric, slices, series.stepSeconds()));
                range(slices).ifPresent(range -> rules.add(thresholdRule(jobId, ontologyId, metric, range)));
            }
        }
        if (watched.isEmpty()) {
            return Optional.empty();
        }
        final String description = "Watches %s of %s over [%s]"
                .formatted(String.join(", ", watched), entities(series), series.dateColumn());
        final MonitoringJob job = new MonitoringJob(
                jobId, "Monitor " + ontologyId, ontologyId, description, schedule(series), zone, watched, true);
        return Optional.of(new MonitoringPlan(job, rules));
    }

    private static String entities(final TimeSeriesConfig series) {
        return series.entityColumns().isEmpty() ? "one series" : "each " + String.join(" and ", series.entityColumns());
    }

    /** A little after the full hour or day, so that the data of that hour or day are there. */
    static String schedule(final TimeSeriesConfig series) {
        return switch (series.frequency()) {
            case SECONDLY, MINUTELY -> "*/5 * * * *";
            case HOURLY -> "5 * * * *";
            case DAILY, BUSINESS_DAILY, IRREGULAR -> "15 6 * * *";
            case WEEKLY -> "15 6 * * 1";
            case MONTHLY, QUARTERLY, YEARLY -> "15 6 1 * *";
        };
    }

    private static boolean isWorthWatching(final String metric, final List<SeriesHistory.Slice> slices) {
        final long points =
                slices.stream().mapToLong(slice -> slice.values().length).sum();
        final long distinct = slices.stream()
                .flatMapToDouble(slice -> Arrays.stream(slice.values()))
                .distinct()
                .limit(MIN_DISTINCT)
                .count();
        final boolean counter = slices.stream().allMatch(MonitoringPlanner::isRising);
        return points >= MIN_POINTS
                && distinct >= MIN_DISTINCT
                && !counter
                && !CALENDAR_NAMES.contains(metric.toLowerCase(Locale.ROOT));
    }

    /** A counter that only ever rises is at a new extreme with each point. */
    private static boolean isRising(final SeriesHistory.Slice slice) {
        for (int index = 1; index < slice.values().length; index++) {
            if (slice.values()[index] < slice.values()[index - 1]) {
                return false;
            }
        }
        return true;
    }

    private static MonitoringRule anomalyRule(
            final String jobId,
            final String ontologyId,
            final String metric,
            final List<SeriesHistory.Slice> slices,
            final long stepSeconds) {
        final double limit = quietLimit(slices, stepSeconds * 1_000);
        final String description =
                "%s lies %s robust standard deviations or more from what its own past lets expect, twice in a row"
                        .formatted(metric, AlertTexts.number(limit));
        return new MonitoringRule(
                id("anomaly", ontologyId, metric),
                jobId,
                ontologyId,
                null,
                metric,
                new RobustZScore(limit),
                Severity.MEDIUM,
                description,
                true);
    }

    /** The smallest limit under which the first part of the history is quiet. */
    private static double quietLimit(final List<SeriesHistory.Slice> slices, final long stepMillis) {
        final List<Double> pairs = new ArrayList<>();
        for (final SeriesHistory.Slice slice : slices) {
            final RobustBaseline baseline = new RobustBaseline(stepMillis);
            final int learned = Math.min(MAX_LEARNED, (int) (slice.values().length * LEARNED_SHARE));
            double previous = 0;
            for (int index = 0; index < learned; index++) {
                final SeriesPoint point =
                        new SeriesPoint(Instant.ofEpochMilli(slice.epochMillis()[index]), slice.values()[index]);
                final RobustBaseline.Expectation expectation = baseline.expect(point.timestamp());
                final double score =
                        expectation == null ? 0 : Math.abs(point.value() - expectation.center()) / expectation.scale();
                // An incident takes two points in a row, so the lesser of two counts
                pairs.add(Math.min(previous, score));
                previous = score;
                if (score < MAX_LIMIT) {
                    baseline.learn(point);
                }
            }
        }
        if (pairs.isEmpty()) {
            return MAX_LIMIT;
        }
        final double[] sorted =
                pairs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        final double quiet = Math.ceil(2 * Quantiles.ofSorted(sorted, 1 - PAIRS_BEYOND)) / 2;
        return Math.clamp(quiet, MIN_LIMIT, MAX_LIMIT);
    }

    private static MonitoringRule thresholdRule(
            final String jobId, final String ontologyId, final String metric, final Range range) {
        final String description = "%s leaves %s, the range of its history (Tukey's outer fences)"
                .formatted(metric, AlertTexts.expected(range.lower(), range.upper()));
        return new MonitoringRule(
                id("threshold", ontologyId, metric),
                jobId,
                ontologyId,
                null,
                metric,
                range,
                Severity.HIGH,
                description,
                true);
    }

    /** Bounds that the history keeps to, over all entities; empty where entities differ in scale or the history has no clear bounds. */
    private static Optional<Range> range(final List<SeriesHistory.Slice> slices) {
        final double[] values = Quantiles.sorted(slices.stream()
                .flatMapToDouble(slice -> Arrays.stream(slice.values())
                        .limit(Math.max(1, (long) (slice.values().length * LEARNED_SHARE))))
                .toArray());
        final double lowerQuartile = Quantiles.ofSorted(values, 0.25);
        final double upperQuartile = Quantiles.ofSorted(values, 0.75);
        final double spread = upperQuartile - lowerQuartile;
        final double[] medians = slices.stream()
                .filter(slice -> slice.values().length > 0)
                .mapToDouble(slice -> Quantiles.median(slice.values()))
                .sorted()
                .toArray();
        final boolean sameScale = medians[medians.length - 1] - medians[0] <= spread;
        if (spread <= 0 || !sameScale) {
            return Optional.empty();
        }
        final double lowerFence = lowerQuartile - OUTER_FENCE * spread;
        final double lower = values[0] >= 0 ? Math.max(0, lowerFence) : lowerFence;
        final double upper = upperQuartile + OUTER_FENCE * spread;
        final long outside = Arrays.stream(values)
                .filter(value -> value < lower || value > upper)
                .count();
        return outside > MAX_OUTSIDE * values.length
                ? Optional.empty()
                : Optional.of(new Range(round(lower), round(upper)));
    }

    /** Bounds are read by people. */
    private static double round(final double bound) {
        return Double.parseDouble(AlertTexts.number(bound));
    }

    /** The same plan for the same ontology and metric has the same identities, so a repetition replaces it. */
    private static String id(final String... parts) {
        return UUID.nameUUIDFromBytes(String.join("\n", parts).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
