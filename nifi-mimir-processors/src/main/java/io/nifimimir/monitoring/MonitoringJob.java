/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A job that evaluates the rules of an ontology's metrics on a schedule.
 *
 * @param cronExpression Unix cron, five fields, read in {@code zone}
 * @param evaluatedThrough instant of the newest point that a finished run has evaluated; null before the first run
 */
public record MonitoringJob(
        String id,
        String name,
        String ontologyId,
        String description,
        String cronExpression,
        ZoneId zone,
        List<String> metrics,
        boolean enabled,
        Instant evaluatedThrough) {
    public MonitoringJob {
        metrics = List.copyOf(metrics);
    }
}
