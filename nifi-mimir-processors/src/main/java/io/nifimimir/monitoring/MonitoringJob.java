/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.schedule.CronSchedule;

import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/**
 * A job that evaluates the rules of an ontology's metrics on a schedule.
 *
 * @param cronExpression as {@link CronSchedule} reads it, in {@code zone}
 */
public record MonitoringJob(
        String id,
        String name,
        String ontologyId,
        String description,
        String cronExpression,
        ZoneId zone,
        List<String> metrics,
        boolean enabled) {
    public MonitoringJob {
        Objects.requireNonNull(id, "Job id required");
        Objects.requireNonNull(ontologyId, "Ontology required");
        Objects.requireNonNull(cronExpression, "Cron expression required");
        Objects.requireNonNull(zone, "Zone required");
        metrics = List.copyOf(metrics);
    }

    /** The job that is set up by itself for an ontology, enabled; each of those who set it up finds the same one. */
    public static MonitoringJob ofOntology(
            final String ontologyId,
            final String description,
            final String cronExpression,
            final ZoneId zone,
            final List<String> metrics) {
        return new MonitoringJob(
                Identities.of("job", ontologyId),
                "Monitor " + ontologyId,
                ontologyId,
                description,
                cronExpression,
                zone,
                metrics,
                true);
    }
}
