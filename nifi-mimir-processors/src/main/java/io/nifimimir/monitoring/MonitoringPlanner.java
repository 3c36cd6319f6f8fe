/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.TimeSeriesConfig;

import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Proposes what to watch in a time series, and how closely, from its own history: a rule must have been quiet before it may speak. */
public final class MonitoringPlanner {
    /** Twice what a baseline needs, so that the second half can calibrate it. */
    private static final int MINIMUM_HISTORY = 2 * RobustBaseline.MINIMUM_POINTS;

    /** The newest third may hold the very incident to be found, so limits are set by what came before. */
    private static final double CALIBRATION_PART = 2.0 / 3;

    /** At 4 robust standard deviations one of 16,000 normal values lies outside; 3.5 is Iglewicz and Hoaglin's, for a single look. */
    private static final double SMALLEST_LIMIT = 4;

    private static final double LARGEST_LIMIT = 12;

    /** The future is longer than the history at hand, and its extremes are greater. */
    private static final double LIMIT_MARGIN = 1.5;

    /** Share of series whose history must have been quiet under the limit; the others may have had an incident. */
    private static final double QUIET_SERIES = 0.75;

    /** A metric whose commonest value has this share of all points has no course to watch. */
    private static final double NEAR_CONSTANT = 0.95;

    /** More than these make a description a list. */
    private static final int METRICS_NAMED = 4;

    /** Tukey, "Exploratory Data Analysis", 1977: beyond three interquartile ranges a value is far out. */
    private static final double OUTER_FENCE = 3;

    /** Bounds are clear where the history keeps them: at most one point of 5,000 outside. */
    private static final double SHARE_OUTSIDE_OF_CLEAR_BOUNDS = 0.0002;

    private final Function<String, List<SeriesKey>> seriesOfOntology;

    private final Function<SeriesKey, List<SeriesPoint>> history;

    /** @param repository holds the history of the dataset already */
    public MonitoringPlanner(final MonitoringRepository repository) {
        Objects.requireNonNull(repository, "Repository required");
        this.seriesOfOntology = repository::series;
        this.history = series -> repository.newestPoints(series, JobRunner.POINTS_OF_SERIES);
    }

    /**
     * The plan of a dataset; empty where it is no time series.
     *
     * @param zone in which the schedule is read
     */
    public Optional<MonitoringPlan> plan(final String ontologyId, final DatasetHeader header, final ZoneId zone) {
        return header.findTimeSeries().map(timeSeries -> plan(ontologyId, timeSeries, zone));
    }

    private MonitoringPlan plan(final String ontologyId, final TimeSeriesConfig timeSeries, final ZoneId zone) {
        final String jobId = Identities.of("job", ontologyId);
        final List<SeriesKey> allSeries = seriesOfOntology.apply(ontologyId);
        final List<MonitoringRule> rules = new ArrayList<>();
        final Map<String, String> skipped = new LinkedHashMap<>();
        for (final String metric : timeSeries.metricColumns()) {
            final MetricHistory metricHistory = new MetricHistory();
            allSeries.stream()
                    .filter(series -> series.metricName().equals(metric))
                    .forEach(series -> metricHistory.add(history.apply(series)));
            final Optional<String> reason = metricHistory.reasonNotToWatch();
            if (reason.isPresent()) {
                skipped.put(metric, reason.get());
            } else {
                rules.add(anomalyRule(jobId, ontologyId, metric, metricHistory));
                boundsRule(jobId, ontologyId, metric, metricHistory)
                        .ifPresentOrElse(
                                rules::add,
                                () -> skipped.put(metric + " (threshold)", "its history keeps no clear bounds"));
            }
        }
        final CronSchedule schedule = scheduleFor(Duration.ofSeconds(timeSeries.stepSeconds()));
        final List<String> metrics =
                rules.stream().map(MonitoringRule::metricName).distinct().toList();
        final MonitoringJob job = new MonitoringJob(
                jobId,
                "Monitor " + ontologyId,
                ontologyId,
                "Checks %s of %s, a point about every %s, %s"
                        .formatted(
                                metrics.size() > METRICS_NAMED
                                        ? metrics.size() + " metrics"
                                        : String.join(", ", metrics),
                                ontologyId,
                                describe(Duration.ofSeconds(timeSeries.stepSeconds())),
                                schedule.describe()),
                schedule.expression(),
                zone,
                metrics,
                true);
        return new MonitoringPlan(job, rules, skipped);
    }

    /** As often as points come, a little after they are due; never rarer than weekly, since reports from the field come late. */
    static CronSchedule scheduleFor(final Duration step) {
        final String expression;
        if (step.compareTo(Duration.ofHours(1)) < 0) {
            expression = "*/5 * * * *";
        } else if (step.compareTo(Duration.ofHours(20)) < 0) {
            expression = "5 * * * *";
        } else if (step.compareTo(Duration.ofDays(6)) < 0) {
            expression = "15 6 * * *";
        } else {
            expression = "15 6 * * 1";
        }
        return CronSchedule.parse(expression);
    }

    private static MonitoringRule anomalyRule(
            final String jobId, final String ontologyId, final String metric, final MetricHistory metricHistory) {
        final double strongest = metricHistory.strongestPairOfQuietSeries();
        final double wanted = Math.ceil(2 * LIMIT_MARGIN * strongest) / 2;
        final double limit = Math.clamp(wanted, SMALLEST_LIMIT, LARGEST_LIMIT);
        final String description =
                "%s lies %s or more robust standard deviations from what its own past lets expect, twice in a row. The first two thirds of the history reached %s."
                        .formatted(metric, ExpectedRange.formatNumber(limit), ExpectedRange.formatNumber(strongest));
        return new MonitoringRule(
                Identities.of("rule", ontologyId, metric, "anomaly"),
                jobId,
                ontologyId,
                null,
                metric,
                new RuleCondition.RobustZScore(limit),
                Severity.MEDIUM,
                description,
                true);
    }

    private static Optional<MonitoringRule> boundsRule(
            final String jobId, final String ontologyId, final String metric, final MetricHistory metricHistory) {
        return metricHistory
                .clearBounds()
                .map(bounds -> new MonitoringRule(
                        Identities.of("rule", ontologyId, metric, "threshold"),
                        jobId,
                        ontologyId,
                        null,
                        metric,
                        new RuleCondition.Range(bounds.lower(), bounds.upper()),
                        Severity.HIGH,
                        "%s lies outside of %s: three interquartile ranges beyond the quartiles of its history (Tukey's outer fences)."
                                .formatted(metric, bounds.describe()),
                        true));
    }

    private static String describe(final Duration step) {
        for (final ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES)) {
            final long count = step.dividedBy(unit.getDuration());
            if (count > 0) {
                final String name = unit.toString().toLowerCase(Locale.ROOT);
                return count == 1 ? name.substring(0, name.length() - 1) : count + " " + name;
            }
        }
        return step.toSeconds() + " seconds";
    }

    /** The series of one metric, reduced to what a rule needs to know of them. */
    private static final class MetricHistory {
        private final List<Double> strongestPairs = new ArrayList<>();

        private final List<double[]> earlyValues = new ArrayList<>();

        private int longest;

        private boolean monotone = true;

        void add(final List<SeriesPoint> points) {
            longest = Math.max(longest, points.size());
            final List<SeriesPoint> early = points.subList(0, (int) Math.ceil(points.size() * CALIBRATION_PART));
            earlyValues.add(early.stream().mapToDouble(SeriesPoint::value).toArray());
            monotone = monotone && isMonotone(points);
            strongestPair(early, JobRunner.stepOf(points)).ifPresent(strongestPairs::add);
        }

        Optional<String> reasonNotToWatch() {
            if (longest < MINIMUM_HISTORY) {
                return Optional.of(
                        "its longest series has %d points, expected at least %d".formatted(longest, MINIMUM_HISTORY));
            }
            final double[] values = sortedEarlyValues();
            final double share = (double) longestRun(values) / values.length;
            if (share >= NEAR_CONSTANT) {
                return Optional.of("it is near-constant: %s %% of its values are the same"
                        .formatted(ExpectedRange.formatNumber(100 * share)));
            }
            return monotone ? Optional.of("it is a counter: it only ever moves one way") : Optional.empty();
        }

        double strongestPairOfQuietSeries() {
            if (strongestPairs.isEmpty()) {
                return 0;
            }
            final List<Double> sorted = strongestPairs.stream().sorted().toList();
            return sorted.get((int) Math.ceil(QUIET_SERIES * sorted.size()) - 1);
        }

        Optional<ExpectedRange> clearBounds() {
            final double[] values = sortedEarlyValues();
            final double lowerQuartile = SortedWindow.quantileOfSorted(values, values.length, 0.25);
            final double upperQuartile = SortedWindow.quantileOfSorted(values, values.length, 0.75);
            final double reach = OUTER_FENCE * (upperQuartile - lowerQuartile);
            if (!(reach > 0) || !Double.isFinite(reach)) {
                return Optional.empty();
            }
            final double lower = lowerQuartile - reach;
            final ExpectedRange fences = new ExpectedRange(lower, upperQuartile + reach, true).roundedOutward();
            final ExpectedRange bounds =
                    values[0] >= 0 ? new ExpectedRange(Math.max(0, fences.lower()), fences.upper(), true) : fences;
            long outside = 0;
            for (final double value : values) {
                outside += value < bounds.lower() || value > bounds.upper() ? 1 : 0;
            }
            return outside <= SHARE_OUTSIDE_OF_CLEAR_BOUNDS * values.length ? Optional.of(bounds) : Optional.empty();
        }

        /** The largest limit under which two points in a row on one side would have raised an alert. */
        private static Optional<Double> strongestPair(final List<SeriesPoint> points, final Duration step) {
            final RobustBaseline baseline = new RobustBaseline(step);
            double previous = 0;
            double strongest = -1;
            for (final SeriesPoint point : points) {
                final Optional<RobustBaseline.Expectation> expectation = baseline.expectationAt(point.timestamp());
                if (expectation.isPresent()) {
                    final double score = expectation.get().score(point.value());
                    final double pair = score * previous > 0 ? Math.min(Math.abs(score), Math.abs(previous)) : 0;
                    strongest = Math.max(strongest, pair);
                    previous = score;
                }
                baseline.learn(point);
            }
            return strongest < 0 ? Optional.empty() : Optional.of(strongest);
        }

        private double[] sortedEarlyValues() {
            return earlyValues.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        }

        private static int longestRun(final double[] sorted) {
            int longest = 0;
            int run = 0;
            for (int index = 0; index < sorted.length; index++) {
                run = index > 0 && sorted[index] == sorted[index - 1] ? run + 1 : 1;
                longest = Math.max(longest, run);
            }
            return longest;
        }

        private static boolean isMonotone(final List<SeriesPoint> points) {
            boolean rises = true;
            boolean falls = true;
            for (int index = 1; index < points.size(); index++) {
                final double change =
                        points.get(index).value() - points.get(index - 1).value();
                rises = rises && change >= 0;
                falls = falls && change <= 0;
            }
            return rises || falls;
        }
    }
}
