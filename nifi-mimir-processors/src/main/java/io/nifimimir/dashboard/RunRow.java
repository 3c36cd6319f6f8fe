/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;

/**
 * An occurrence of a job.
 *
 * @param missedUntil the last one of a span of missed occurrences; null for other rows
 * @param occurrences how many of them this row stands for
 * @param recovered whether an earlier try was cut off
 * @param overdue whether nothing ran at its time
 * @param seriesChecked null where no monitoring job has finished
 * @param flowFileUuid of the flowfile that the audit names; null where it names none
 */
public record RunRow(
        String jobId,
        String jobName,
        String jobType,
        Instant scheduledFor,
        Instant missedUntil,
        long occurrences,
        int attempts,
        Instant startedAt,
        Instant completedAt,
        String status,
        String error,
        boolean recovered,
        boolean overdue,
        Long seriesChecked,
        Long pointsEvaluated,
        Long alertsActive,
        Long alertsResolved,
        String flowFileUuid) {}
