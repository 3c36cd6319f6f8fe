/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.schedule.CatchUp;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Execution;
import io.nifimimir.monitoring.schedule.SchedulerRepository.JobState;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Jobs of both types with their place in the schedule. */
final class SchedulerJobsResource implements Resource {
    private static final String JOBS = ROOT + "/scheduler/jobs";
    private static final String JOB = JOBS + "/{id}";
    private static final String PIPELINE = "pipeline";
    private static final String CRON = "cron_expr";
    private static final int DEFAULT_LOGS = 50;

    private static final Set<String> FIELDS = Set.of("id", "name", PIPELINE, CRON, "time_zone", "enabled");

    private final ApiStore store;

    SchedulerJobsResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("GET", JOBS, this::list),
                new Route("POST", JOBS, this::create),
                new Route("GET", JOB, call -> ApiAnswer.ok(describe(find(call)))),
                new Route("PUT", JOB, this::update),
                new Route("DELETE", JOB, this::delete),
                new Route("POST", JOB + "/enable", call -> enable(call, true)),
                new Route("POST", JOB + "/disable", call -> enable(call, false)),
                new Route("GET", JOB + "/logs", this::logs));
    }

    private ApiAnswer list(final Call call) throws RefusedRequestException {
        call.requireOnly();
        return ApiAnswer.ok(ApiJson.array(store.scheduler().jobs().stream()
                .map(SchedulerJobsResource::describe)
                .toList()));
    }

    private ApiAnswer create(final Call call) throws IOException, RefusedRequestException {
        final RequestObject body = call.body();
        body.requireOnly(FIELDS);
        final SchedulerJob job = new SchedulerJob(
                body.requireText("id", "an id for the job"),
                body.requireText("name", "a name for the job"),
                JobType.PIPELINE,
                body.requireText(PIPELINE, "the pipeline that is started"),
                MonitoringJobsResource.schedule(body.requireText(CRON, "a cron expression, such as 0 6 * * *")),
                MonitoringJobsResource.zone(body, ZoneId.systemDefault()).getId(),
                body.flag("enabled").orElse(true),
                CatchUp.RUN_ONCE);
        final Optional<JobState> known = store.scheduler().job(job.id());
        if (known.isPresent() && !known.get().job().equals(job)) {
            throw new RefusedRequestException(
                    RefusedRequestException.CONFLICT,
                    "id",
                    "There is another job [%s]; change it with PUT %s/%s".formatted(job.id(), JOBS, job.id()));
        }
        store.scheduler().save(job, call.now());
        return answer("Job created successfully", job.id());
    }

    private ApiAnswer update(final Call call) throws IOException, RefusedRequestException {
        final SchedulerJob known = find(call).job();
        final RequestObject body = call.body();
        body.requireOnly(FIELDS);
        if (known.type() == JobType.MONITORING && body.value(PIPELINE).isPresent()) {
            throw RefusedRequestException.unprocessable(PIPELINE, "A monitoring job starts no pipeline");
        }
        if (body.text("id").filter(id -> !id.equals(known.id())).isPresent()) {
            throw RefusedRequestException.unprocessable("id", "A job keeps its id [%s]".formatted(known.id()));
        }
        final SchedulerJob job = new SchedulerJob(
                known.id(),
                body.text("name").orElse(known.name()),
                known.type(),
                body.text(PIPELINE).orElse(known.pipelineId()),
                MonitoringJobsResource.schedule(body.text(CRON).orElse(known.cronExpression())),
                body.value("time_zone").isPresent()
                        ? MonitoringJobsResource.zone(body, ZoneId.systemDefault())
                                .getId()
                        : known.zone(),
                body.flag("enabled").orElse(known.enabled()),
                known.catchUp());
        store.scheduler().save(job, call.now());
        return answer("Job updated successfully", job.id());
    }

    private ApiAnswer delete(final Call call) throws RefusedRequestException {
        final String id = find(call).job().id();
        store.scheduler().delete(id, call.now());
        return answer("Job deleted successfully", id);
    }

    private ApiAnswer enable(final Call call, final boolean enabled) throws RefusedRequestException {
        final String id = find(call).job().id();
        store.scheduler().setEnabled(id, enabled, call.now());
        return answer("Job %s successfully".formatted(enabled ? "enabled" : "disabled"), id);
    }

    private ApiAnswer logs(final Call call) throws RefusedRequestException {
        call.requireOnly("limit");
        final String id = find(call).job().id();
        final ObjectNode body = ApiJson.object();
        body.put("job_id", id);
        body.set(
                "logs",
                ApiJson.array(store.scheduler().executions(id, call.limit(DEFAULT_LOGS)).stream()
                        .map(SchedulerJobsResource::describe)
                        .toList()));
        return ApiAnswer.ok(body);
    }

    private JobState find(final Call call) throws RefusedRequestException {
        return store.scheduler()
                .job(call.path("id"))
                .orElseThrow(() ->
                        RefusedRequestException.notFound("id", "There is no job [%s]".formatted(call.path("id"))));
    }

    private static ApiAnswer answer(final String message, final String id) {
        return ApiAnswer.ok(ApiJson.object().put("message", message).put("job_id", id));
    }

    private static ObjectNode describe(final JobState state) {
        final SchedulerJob job = state.job();
        final ObjectNode body = ApiJson.object();
        body.put("id", job.id());
        body.put("name", job.name());
        body.put("job_type", job.type().wireName());
        if (job.type() == JobType.PIPELINE) {
            body.put(PIPELINE, job.pipelineId());
        } else {
            body.put("monitoring_job_id", job.id());
        }
        body.put(CRON, job.cronExpression());
        body.put("time_zone", job.zone());
        body.put("enabled", job.enabled());
        body.put("next_run", job.enabled() ? ApiJson.time(state.nextRun()) : null);
        body.put("last_run", ApiJson.time(state.lastRun()));
        body.put("last_result", state.lastStatus());
        body.put("error_message", state.error());
        body.put("created_at", ApiJson.time(state.createdAt()));
        body.put("updated_at", ApiJson.time(state.updatedAt()));
        return body;
    }

    private static ObjectNode describe(final Execution execution) {
        final ObjectNode body = ApiJson.object();
        body.put("scheduled_for", ApiJson.time(execution.scheduledFor()));
        body.put("status", execution.status().wireName());
        body.put("attempts", execution.attempts());
        body.put("started_at", ApiJson.time(execution.startedAt()));
        body.put("completed_at", ApiJson.time(execution.completedAt()));
        body.put("occurrences", execution.occurrences());
        body.put("missed_until", ApiJson.time(execution.missedUntil()));
        body.put("error_message", execution.reason());
        return body;
    }
}
