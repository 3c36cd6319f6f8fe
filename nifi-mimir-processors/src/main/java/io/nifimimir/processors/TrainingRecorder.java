/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.CronSchedule;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringPlan;
import io.nifimimir.monitoring.MonitoringPlanner;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.SeriesHistory;
import io.nifimimir.monitoring.SeriesKey;
import io.nifimimir.monitoring.SeriesPoint;
import io.nifimimir.services.MimirStore;
import io.nifimimir.training.ModelArtifact;
import io.nifimimir.training.SeriesValues;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.TrainingReport;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import io.nifimimir.training.TrainingTable;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Writes what came out of a training into the store: models, series, the monitoring job with its rules, and the report. To be called in a transaction. */
final class TrainingRecorder {
    private final MimirStore store;
    private final Clock clock;

    TrainingRecorder(final MimirStore store, final Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param jobs monitoring jobs that were set up */
    record Recorded(TrainingRun run, List<ModelArtifact> models, int jobs) {}

    Recorded record(final TrainingOutcome outcome, final TrainingTable table, final boolean monitoring) {
        final List<ModelArtifact> models =
                outcome.models().stream().map(store.training()::register).toList();
        TrainingReport report = outcome.report().withVersions(models);
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
        return new Recorded(run, models, report.monitoringJobsCreated());
    }

    private Optional<TrainingReport.MonitoringSetup> setUpMonitoring(final String ontology, final TrainingTable table) {
        final ZoneId zone = clock.getZone();
        final Optional<MonitoringPlan> plan = MonitoringPlanner.plan(
                ontology,
                table.header(),
                zone,
                metric -> table.series()
                        .filter(series -> series.metric().equals(metric))
                        .map(series -> new SeriesHistory.Slice(series.epochMillis(), series.values())));
        return plan.map(planned -> save(ontology, table, planned));
    }

    private TrainingReport.MonitoringSetup save(
            final String ontology, final TrainingTable table, final MonitoringPlan plan) {
        final MonitoringRepository monitoring = store.monitoring();
        final MonitoringJob job = plan.job();
        table.series()
                .forEach(series -> monitoring.appendPoints(
                        new SeriesKey(ontology, series.entity(), series.metric()), points(series)));
        final Instant now = clock.instant();
        // The first run is due at once: what is alarming in the data is said today and not next Monday
        monitoring.saveJob(job, plan.rules(), now);
        final Instant next =
                CronSchedule.of(job.cronExpression(), job.zone()).next(now).orElse(null);
        return new TrainingReport.MonitoringSetup(
                job.id(),
                job.metrics().size(),
                plan.rules().stream().map(MonitoringRule::description).toList(),
                job.cronExpression(),
                next == null ? null : next.toString());
    }

    private static Iterator<SeriesPoint> points(final SeriesValues series) {
        return IntStream.range(0, series.values().length)
                .mapToObj(index ->
                        new SeriesPoint(Instant.ofEpochMilli(series.epochMillis()[index]), series.values()[index]))
                .iterator();
    }
}
