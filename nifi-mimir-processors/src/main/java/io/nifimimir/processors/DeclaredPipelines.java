/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.schedule.CatchUp;
import io.nifimimir.monitoring.schedule.CronSchedule;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import io.nifimimir.monitoring.schedule.SchedulerRepository.JobState;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Selection;
import org.apache.nifi.context.PropertyContext;
import org.apache.nifi.processor.ProcessContext;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pipeline jobs that the properties of a {@link TriggerPipeline} declare, and those that it starts.
 *
 * @param idPrefix of the jobs' ids: two processors may declare the same pipeline, each with a schedule of its own
 */
record DeclaredPipelines(List<SchedulerJob> jobs, Selection selection, String idPrefix) {

    static DeclaredPipelines of(final ProcessContext context, final String processorId) {
        final String idPrefix = processorId + "/";
        final List<SchedulerJob> jobs = jobs(context, idPrefix);
        return new DeclaredPipelines(jobs, selection(context, jobs), idPrefix);
    }

    private static List<SchedulerJob> jobs(final ProcessContext context, final String idPrefix) {
        final String zone = context.getProperty(TriggerPipeline.TIME_ZONE)
                .evaluateAttributeExpressions()
                .getValue();
        final CatchUp catchUp = context.getProperty(TriggerPipeline.CATCH_UP)
                .asAllowableValue(CatchUpMode.class)
                .catchUp();
        final List<SchedulerJob> jobs = new ArrayList<>();
        context.getProperties().forEach((descriptor, cron) -> {
            if (descriptor.isDynamic() && cron != null) {
                final String pipeline = descriptor.getName();
                jobs.add(new SchedulerJob(
                        idPrefix + pipeline, pipeline, JobType.PIPELINE, pipeline, cron.strip(), zone, true, catchUp));
            }
        });
        return List.copyOf(jobs);
    }

    private static Selection selection(final PropertyContext context, final List<SchedulerJob> jobs) {
        final String ids = context.getProperty(TriggerPipeline.PIPELINE_IDS)
                .evaluateAttributeExpressions()
                .getValue();
        final Set<String> selected = ids == null
                ? jobs.stream().map(SchedulerJob::pipelineId).collect(Collectors.toUnmodifiableSet())
                : Arrays.stream(ids.split(","))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
        return new Selection(JobType.PIPELINE, selected);
    }

    /** Brings the store in line with what is declared. To be called in a transaction. */
    void save(final SchedulerRepository scheduler, final Instant now) {
        final Set<String> ids = jobs.stream().map(SchedulerJob::id).collect(Collectors.toUnmodifiableSet());
        jobs.forEach(job -> scheduler.save(job, now));
        scheduler.jobs().stream()
                .map(JobState::job)
                .filter(job -> job.enabled() && job.id().startsWith(idPrefix) && !ids.contains(job.id()))
                .forEach(job -> scheduler.setEnabled(job.id(), false, now));
    }

    /** Each job that would be started, with its next run; empty where there is none. */
    String describe(final SchedulerRepository scheduler, final Instant now) {
        final Map<String, SchedulerJob> started = new HashMap<>();
        scheduler.jobs().stream()
                .map(JobState::job)
                .filter(job -> job.enabled() && job.type() == JobType.PIPELINE)
                .filter(job -> selection.pipelineIds().isEmpty()
                        || selection.pipelineIds().contains(job.pipelineId()))
                .forEach(job -> started.put(job.id(), job));
        jobs.forEach(job -> started.put(job.id(), job));
        return started.values().stream().map(job -> nextRun(job, now)).sorted().collect(Collectors.joining("; "));
    }

    private static String nextRun(final SchedulerJob job, final Instant now) {
        try {
            final ZoneId zone = job.zoneId();
            final CronSchedule schedule = job.schedule();
            return "Pipeline %s: %s (%s), next %s"
                    .formatted(
                            job.pipelineId(),
                            schedule.describe(),
                            zone,
                            schedule.next(now, zone)
                                    .map(next ->
                                            next.atZone(zone).toOffsetDateTime().toString())
                                    .orElse("never"));
        } catch (final IllegalArgumentException e) {
            return "Pipeline %s: %s".formatted(job.pipelineId(), e.getMessage());
        }
    }
}
