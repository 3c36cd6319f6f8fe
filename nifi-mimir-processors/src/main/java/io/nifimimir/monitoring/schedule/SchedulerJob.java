/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Objects;

/**
 * A job of the scheduler. Expression and zone are kept as they were written, so that a job that cannot be read can still be listed,
 * and put right.
 *
 * @param id of a monitoring job also the id of its rules' job
 * @param pipelineId what a pipeline job starts; null for a monitoring job
 * @param cronExpression as {@link CronSchedule} reads it, in {@code zone}
 * @param zone a zone id of the time zone database, such as {@code Asia/Kabul}
 */
public record SchedulerJob(
        String id,
        String name,
        JobType type,
        String pipelineId,
        String cronExpression,
        String zone,
        boolean enabled,
        CatchUp catchUp) {
    public SchedulerJob {
        Objects.requireNonNull(id, "Job id required");
        Objects.requireNonNull(name, "Name required");
        Objects.requireNonNull(type, "Job type required");
        Objects.requireNonNull(cronExpression, "Cron expression required");
        Objects.requireNonNull(zone, "Zone required");
        Objects.requireNonNull(catchUp, "Catch-up required");
        if ((type == JobType.PIPELINE) != (pipelineId != null)) {
            throw new IllegalArgumentException(
                    "Job %s of type %s has pipeline [%s]: a pipeline job names one, a monitoring job none"
                            .formatted(id, type.wireName(), pipelineId));
        }
    }

    /** @throws IllegalArgumentException where the expression is no schedule; the message says why */
    public CronSchedule schedule() {
        return CronSchedule.parse(cronExpression);
    }

    /** @throws IllegalArgumentException where there is no such zone */
    public ZoneId zoneId() {
        try {
            return ZoneId.of(zone);
        } catch (final DateTimeException e) {
            throw new IllegalArgumentException(
                    "Time zone [%s] is not known, expected one such as Asia/Kabul: %s".formatted(zone, e.getMessage()),
                    e);
        }
    }

    public SchedulerJob withEnabled(final boolean nowEnabled) {
        return new SchedulerJob(id, name, type, pipelineId, cronExpression, zone, nowEnabled, catchUp);
    }
}
