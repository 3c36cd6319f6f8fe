/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.ProfileDigest;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.WatchedModel;
import io.nifimimir.monitoring.planning.AlertBudget;
import io.nifimimir.monitoring.planning.DriftPlanner;
import io.nifimimir.monitoring.planning.DryRunReport;
import io.nifimimir.monitoring.planning.MonitoringPlan;
import io.nifimimir.monitoring.planning.MonitoringPlanner;
import io.nifimimir.monitoring.planning.PlannedRule;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.monitoring.schedule.CronSchedule;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.services.MimirStore;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.TrainingReport;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.table.SeriesValues;
import io.nifimimir.training.table.TrainingTable;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes what came out of a training into the store: models, series, the monitoring job with its rules, and the report. To be called in a transaction. */
final class TrainingRecorder {
    /** More is to be had by a dry run. */
    private static final int FIRINGS_REPORTED = 10;

    private final MimirStore store;
    private final int modelsToKeep;
    private final AlertBudget budget;
    private final Clock clock;

    TrainingRecorder(final MimirStore store, final int modelsToKeep, final AlertBudget budget, final Clock clock) {
        this.store = store;
        this.modelsToKeep = modelsToKeep;
        this.budget = budget;
        this.clock = clock;
    }

    /** @param jobs monitoring jobs that were set up */
    record Recorded(TrainingRun run, List<ModelArtifact> models, int jobs) {}

    Recorded record(final TrainingOutcome outcome, final TrainingTable table, final boolean monitoring) {
        final ModelReferences references = new ModelReferences(table);
        final List<ModelEntry> entries = new ArrayList<>();
        for (final ModelCandidate candidate : outcome.candidates()) {
            final ModelEntry entry = store.training().register(candidate, modelsToKeep);
            references
                    .of(candidate)
                    .ifPresent(reference -> store.monitoring().modelWatch().saveReference(entry.id(), reference));
            entries.add(entry);
        }
        TrainingReport report = outcome.report().withEntries(entries);
        if (monitoring) {
            final Optional<TrainingReport.MonitoringSetup> setup = setUpMonitoring(report.ontologyId(), table);
            if (setup.isPresent()) {
                report = report.withMonitoring(setup.get());
            }
        }
        final TrainingRun run = new TrainingRun(
                report.trainingKey(),
                report.ontologyId(),
                report.dataFingerprint(),
                report.rowCount(),
                report.columnCount(),
                clock.instant(),
                report.toJson());
        store.training().saveRun(run);
        store.training().saveProfile(run.key(), ProfileDigest.json(table.header()));
        final List<ModelArtifact> models = entries.stream()
                .map(entry -> store.training().findModel(entry.id()).orElseThrow())
                .toList();
        return new Recorded(run, models, report.monitoringJobsCreated());
    }

    private Optional<TrainingReport.MonitoringSetup> setUpMonitoring(final String ontology, final TrainingTable table) {
        final MonitoringRepository monitoring = store.monitoring();
        table.series()
                .forEach(series -> monitoring.appendPoints(
                        new SeriesKey(ontology, series.entity(), series.metric()), points(series)));
        final Optional<MonitoringPlan> ofSeries = new MonitoringPlanner(monitoring, budget)
                .plan(ontology, table.header(), clock.getZone())
                .filter(plan -> !plan.rules().isEmpty());
        return new DriftPlanner(monitoring)
                .extend(ofSeries, ontology, champions(ontology), clock.getZone())
                .map(this::save);
    }

    private List<WatchedModel> champions(final String ontology) {
        return store.training().entries(ontology).stream()
                .filter(ChampionModels::answersRows)
                .sorted(Comparator.comparing(ModelEntry::target))
                .map(ChampionModels::watched)
                .toList();
    }

    private TrainingReport.MonitoringSetup save(final MonitoringPlan plan) {
        final Instant now = clock.instant();
        final MonitoringJob job = store.monitoring().proposeJob(plan.job(), plan.rules(), now);
        final Set<String> standing = store.monitoring().rulesOf(job.id()).stream()
                .map(MonitoringRule::id)
                .collect(Collectors.toUnmodifiableSet());
        // One that somebody has deleted is not set up again
        final List<PlannedRule> planned = plan.planned().stream()
                .filter(rule -> standing.contains(rule.rule().id()))
                .toList();
        // What is alarming in new data is said today and not next Monday
        store.monitoring().bringForward(job.id(), now);
        return new TrainingReport.MonitoringSetup(
                job.id(),
                job.metrics().size(),
                planned.stream().map(rule -> rule.rule().description()).toList(),
                job.cronExpression(),
                CronSchedule.parse(job.cronExpression())
                        .next(now, job.zone())
                        .map(Instant::toString)
                        .orElse(null),
                plan.budget().alertsPerWeek(),
                twoDecimals(plan.expectedPerWeek()),
                planned.stream().map(TrainingRecorder::describe).toList(),
                plan.skipped());
    }

    private static TrainingReport.PlannedRule describe(final PlannedRule planned) {
        final MonitoringRule rule = planned.rule();
        final Optional<DryRunReport> dryRun = planned.dryRun();
        final List<String> fired = dryRun.stream()
                .flatMap(report -> report.firings().stream())
                .map(DryRunReport.Firing::since)
                .toList();
        return new TrainingReport.PlannedRule(
                rule.id(),
                rule.metricName(),
                rule.condition().ruleType(),
                RuleConditions.print(rule.condition()),
                rule.severity().wireName(),
                dryRun.map(DryRunReport::describe)
                        .orElse("judges the rows that come in, of which there is no history yet"),
                dryRun.map(DryRunReport::alerts).orElse(null),
                fired.subList(Math.max(0, fired.size() - FIRINGS_REPORTED), fired.size()),
                twoDecimals(planned.expectedPerWeek()));
    }

    private static double twoDecimals(final double number) {
        return Math.ceil(100 * number) / 100;
    }

    private static Iterator<SeriesPoint> points(final SeriesValues series) {
        return IntStream.range(0, series.values().length)
                .mapToObj(index ->
                        new SeriesPoint(Instant.ofEpochMilli(series.epochMillis()[index]), series.values()[index]))
                .iterator();
    }
}
