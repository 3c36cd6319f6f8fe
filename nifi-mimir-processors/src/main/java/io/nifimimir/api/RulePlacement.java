/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import io.nifimimir.monitoring.MonitoringCatalog;
import io.nifimimir.monitoring.MonitoringCatalog.CatalogJob;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.schedule.CronSchedule;
import io.nifimimir.source.RefusedRequestException;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The job that is to evaluate a rule which somebody makes, and the metric that the rule watches. */
record RulePlacement(MonitoringJob job, String metric, boolean isNew) {
    /** Of a job that nobody has given one: points that come in are looked at as they come, and what is missing within minutes. */
    private static final String DEFAULT_SCHEDULE = "*/15 * * * *";

    /** The job that is named, else one that watches the metric, else any of the ontology, else a new one. */
    static RulePlacement find(
            final MonitoringCatalog catalog, final Optional<String> named, final String ontology, final String metric)
            throws RefusedRequestException {
        final List<MonitoringJob> jobs = catalog.jobs().stream()
                .map(CatalogJob::job)
                .filter(job -> job.ontologyId().equals(ontology))
                .toList();
        final Optional<MonitoringJob> found = jobs.stream()
                .filter(job -> named.isEmpty() || job.id().equals(named.get()))
                .max(Comparator.comparing((MonitoringJob job) -> job.metrics().contains(metric))
                        .thenComparing(MonitoringJob::enabled));
        if (found.isEmpty() && named.isPresent()) {
            throw RefusedRequestException.unprocessable(
                    "job_id",
                    "No monitoring job of ontology [%s] has the id [%s]; there is %s"
                            .formatted(
                                    ontology,
                                    named.get(),
                                    jobs.stream().map(MonitoringJob::id).toList()));
        }
        return found.map(job -> new RulePlacement(job, metric, false))
                .orElseGet(() -> new RulePlacement(newJob(ontology, metric), metric, true));
    }

    private static MonitoringJob newJob(final String ontology, final String metric) {
        return MonitoringJob.ofOntology(
                ontology,
                "Made for a rule that was created by hand",
                DEFAULT_SCHEDULE,
                ZoneId.systemDefault(),
                List.of(metric));
    }

    /** Makes the job watch the metric. */
    void save(final MonitoringRepository monitoring, final Instant now) {
        final Instant firstRun =
                CronSchedule.parse(job.cronExpression()).next(now, job.zone()).orElse(null);
        if (isNew) {
            // Nobody has chosen this schedule, so a training may find a better one
            monitoring.proposeJob(job, List.of(), firstRun);
        } else if (!job.metrics().contains(metric)) {
            final MonitoringJob wider = new MonitoringJob(
                    job.id(),
                    job.name(),
                    job.ontologyId(),
                    job.description(),
                    job.cronExpression(),
                    job.zone(),
                    Stream.concat(job.metrics().stream(), Stream.of(metric)).toList(),
                    job.enabled());
            monitoring.saveJob(wider, monitoring.rulesOf(job.id()), firstRun);
        }
    }

    /** In words, for whoever made the rule. */
    String describe() {
        final String schedule = CronSchedule.parse(job.cronExpression()).describe();
        if (isNew) {
            return "There was no monitoring job of ontology [%s]: one was made that runs %s"
                    .formatted(job.ontologyId(), schedule);
        }
        return "Job [%s] evaluates it, %s%s"
                .formatted(job.name(), schedule, job.enabled() ? "" : "; the job is switched off");
    }
}
