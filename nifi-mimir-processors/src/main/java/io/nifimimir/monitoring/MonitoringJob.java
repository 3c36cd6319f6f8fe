/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.ZoneId;
import java.util.List;

/**
 * A job that evaluates the rules of an ontology's metrics on a schedule.
 *
 * @param cronExpression Unix cron, five fields, read in {@code zone}
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
        metrics = List.copyOf(metrics);
    }
}
