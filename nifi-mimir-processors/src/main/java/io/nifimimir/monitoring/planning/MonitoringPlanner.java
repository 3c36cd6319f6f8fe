/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.monitoring.Identities;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.schedule.CronSchedule;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesKey;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Proposes what to watch in a time series, and how closely, from its own history: so that the false alerts to be expected of all rules
 * together keep within a budget.
 */
public final class MonitoringPlanner {
    /** More than these make a description a list. */
    private static final int METRICS_NAMED = 4;

    /** What rules with fixed limits may take of the budget; what they leave goes to those of anomalies. */
    private static final double PART_OF_FIXED_LIMITS = 0.5;

    /** Below this a detector speaks of what is ordinary, whatever the budget. */
    private static final double SMALLEST_LIMIT = 12;

    private static final double LARGEST_LIMIT = 200;

    /** Series of a metric that are looked at, spread over all of them: the others are taken for alike. */
    private static final int SERIES_OF_METRIC = 100;

    private static final double[] PERIODS = {3, 4, 6, 8, 12, 24, 48};

    private final MonitoringRepository repository;

    private final AlertBudget budget;

    private final DryRun dryRun;

    /** @param repository holds the history of the dataset already */
    public MonitoringPlanner(final MonitoringRepository repository, final AlertBudget budget) {
        this.repository = Objects.requireNonNull(repository, "Repository required");
        this.budget = Objects.requireNonNull(budget, "Budget required");
        this.dryRun = new DryRun(repository);
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
        final Map<String, String> skipped = new LinkedHashMap<>();
        final List<Metric> metrics = metrics(ontologyId, timeSeries, skipped);
        final Duration step = Duration.ofSeconds(timeSeries.stepSeconds());
        final MonitoringJob job = job(ontologyId, metrics, step, zone);
        final String jobId = job.id();
        final List<PlannedRule> fixed = new ArrayList<>();
        double left = budget.alertsPerWeek();
        final double reserved = left * (1 - PART_OF_FIXED_LIMITS);
        for (final Proposal proposal : fixedLimits(jobId, ontologyId, metrics, skipped)) {
            if (left - proposal.expectedPerWeek() >= reserved) {
                left -= proposal.expectedPerWeek();
                fixed.add(proposal.replayed(dryRun));
            } else {
                skipped.put(
                        proposal.name(),
                        "it would raise about %s false alerts a week, and the budget has no room for them"
                                .formatted(ExpectedRange.formatNumber(proposal.expectedPerWeek())));
            }
        }
        final int series =
                metrics.stream().mapToInt(metric -> metric.series().size()).sum();
        final List<PlannedRule> planned = new ArrayList<>();
        for (final Metric metric : metrics) {
            planned.add(
                    anomaly(jobId, ontologyId, metric, left * metric.series().size() / series)
                            .replayed(dryRun));
            fixed.stream()
                    .filter(rule -> rule.rule().metricName().equals(metric.name()))
                    .forEach(planned::add);
        }
        return new MonitoringPlan(job, planned, skipped, budget);
    }

    private static MonitoringJob job(
            final String ontologyId, final List<Metric> metrics, final Duration step, final ZoneId zone) {
        final CronSchedule schedule = scheduleFor(step);
        final List<String> names = metrics.stream().map(Metric::name).toList();
        return MonitoringJob.ofOntology(
                ontologyId,
                "Checks %s of %s, a point about every %s, %s"
                        .formatted(
                                names.size() > METRICS_NAMED ? names.size() + " metrics" : String.join(", ", names),
                                ontologyId,
                                describe(step),
                                schedule.describe()),
                schedule.expression(),
                zone,
                names);
    }

    private List<Metric> metrics(
            final String ontologyId, final TimeSeriesConfig timeSeries, final Map<String, String> skipped) {
        final Map<String, List<SeriesKey>> seriesByMetric =
                repository.series(ontologyId).stream().collect(Collectors.groupingBy(SeriesKey::metricName));
        final List<Metric> metrics = new ArrayList<>();
        for (final String name : timeSeries.metricColumns()) {
            final List<SeriesKey> series = seriesByMetric.getOrDefault(name, List.of());
            final List<SeriesKey> sample = sample(series);
            final MetricHistory history = new MetricHistory();
            sample.forEach(key -> history.add(repository.newestPoints(key, JobRunner.POINTS_OF_SERIES)));
            history.reasonNotToWatch()
                    .ifPresentOrElse(
                            reason -> skipped.put(name, reason),
                            () -> metrics.add(new Metric(name, series, sample, history)));
        }
        return metrics;
    }

    private static List<SeriesKey> sample(final List<SeriesKey> series) {
        final int size = Math.min(SERIES_OF_METRIC, series.size());
        return IntStream.range(0, size)
                .mapToObj(index -> series.get((int) ((long) index * series.size() / size)))
                .toList();
    }

    /**
     * A metric worth watching.
     *
     * @param sample of its series, of which the history is
     */
    private record Metric(String name, List<SeriesKey> series, List<SeriesKey> sample, MetricHistory history) {
        double scale() {
            return (double) series.size() / sample.size();
        }
    }

    /** A rule before it is known whether the budget has room for it. */
    private record Proposal(MonitoringRule rule, Metric metric, double expectedPerWeek) {
        String name() {
            return "%s (%s)".formatted(rule.metricName(), rule.condition().ruleType());
        }

        PlannedRule replayed(final DryRun dryRun) {
            return new PlannedRule(rule, Optional.of(dryRun.replay(rule, metric.sample())), expectedPerWeek);
        }
    }

    private List<Proposal> fixedLimits(
            final String jobId,
            final String ontologyId,
            final List<Metric> metrics,
            final Map<String, String> skipped) {
        final List<Proposal> proposals = new ArrayList<>();
        for (final Metric metric : metrics) {
            bounds(jobId, ontologyId, metric)
                    .ifPresentOrElse(
                            proposals::add,
                            () -> skipped.put(metric.name() + " (threshold)", "its history keeps no clear bounds"));
        }
        // A report that does not come lacks all of its metrics, and one alert tells of it
        metrics.stream().limit(1).forEach(metric -> proposals.add(missingData(jobId, ontologyId, metric)));
        return proposals;
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

    private static Proposal anomaly(
            final String jobId, final String ontologyId, final Metric metric, final double alertsPerWeek) {
        final double wanted = Math.ceil(2 * metric.history().limitOfSurprise(alertsPerWeek / metric.scale())) / 2;
        final double limit = Math.clamp(wanted, SMALLEST_LIMIT, LARGEST_LIMIT);
        final double expected = metric.scale() * metric.history().expectedSurprises(limit);
        final String description =
                "%s is unlike its own past, by a surprise of %s or more. The limit lets expect about %s false alerts a week, and is taken from how often the history had surprises of any size."
                        .formatted(metric.name(), ExpectedRange.formatNumber(limit), perWeek(expected));
        return new Proposal(
                rule(jobId, ontologyId, metric, new RuleCondition.Anomaly(limit), Severity.MEDIUM, description),
                metric,
                expected);
    }

    private static Optional<Proposal> bounds(final String jobId, final String ontologyId, final Metric metric) {
        return metric.history().clearBounds().map(bounds -> {
            final double expected = metric.scale() * metric.history().expectedOutside(bounds);
            final String description =
                    "%s lies outside of %s: three interquartile ranges beyond the quartiles of its history (Tukey's outer fences)."
                            .formatted(metric.name(), bounds.describe());
            final RuleCondition condition = new RuleCondition.Range(bounds.lower(), bounds.upper());
            return new Proposal(
                    rule(jobId, ontologyId, metric, condition, Severity.HIGH, description), metric, expected);
        });
    }

    private Proposal missingData(final String jobId, final String ontologyId, final Metric metric) {
        final double allowed = budget.alertsPerWeek() * PART_OF_FIXED_LIMITS / 2;
        final double periods = Arrays.stream(PERIODS)
                .filter(candidate -> metric.scale() * metric.history().expectedGaps(candidate) <= allowed)
                .findFirst()
                .orElse(PERIODS[PERIODS.length - 1]);
        final double expected = metric.scale() * metric.history().expectedGaps(periods);
        final String description =
                "No %s has come for %s times as long as usual. Gaps of that length are to be expected about %s times a week."
                        .formatted(metric.name(), ExpectedRange.formatNumber(periods), perWeek(expected));
        final RuleCondition condition = new RuleCondition.MissingData(periods, null);
        return new Proposal(rule(jobId, ontologyId, metric, condition, Severity.MEDIUM, description), metric, expected);
    }

    private static MonitoringRule rule(
            final String jobId,
            final String ontologyId,
            final Metric metric,
            final RuleCondition condition,
            final Severity severity,
            final String description) {
        return new MonitoringRule(
                Identities.of("rule", ontologyId, metric.name(), condition.ruleType()),
                jobId,
                ontologyId,
                null,
                metric.name(),
                condition,
                severity,
                description,
                true);
    }

    private static String perWeek(final double alerts) {
        return ExpectedRange.formatNumber(Math.ceil(100 * alerts) / 100);
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
}
