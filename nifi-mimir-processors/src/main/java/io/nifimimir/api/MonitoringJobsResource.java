/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.MonitoringCatalog.CatalogJob;
import io.nifimimir.monitoring.MonitoringCatalog.CatalogRule;
import io.nifimimir.monitoring.MonitoringCatalog.JobRun;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.schedule.CronSchedule;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Monitoring jobs, with their runs. */
final class MonitoringJobsResource implements Resource {
    private static final String JOBS = ROOT + "/monitoring/jobs";
    private static final String JOB = JOBS + "/{id}";
    private static final int DEFAULT_RUNS = 10;

    private static final String CRON = "cron_expr";
    private static final String METRICS = "metrics";
    private static final String RULES = "rules";
    private static final String ZONE = "time_zone";

    private static final Set<String> FIELDS =
            Set.of("name", "ontology_id", "description", CRON, ZONE, METRICS, RULES, "is_enabled", AlertingField.NAME);

    private final ApiStore store;

    MonitoringJobsResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("GET", JOBS, this::list),
                new Route("POST", JOBS, this::create),
                new Route("GET", JOB, call -> ApiAnswer.data(describe(find(call)))),
                new Route("PUT", JOB, this::update),
                new Route("DELETE", JOB, this::delete),
                new Route("POST", JOB + "/enable", call -> enable(call, true)),
                new Route("POST", JOB + "/disable", call -> enable(call, false)),
                new Route("GET", JOB + "/runs", this::runs));
    }

    private ApiAnswer list(final Call call) throws RefusedRequestException {
        call.requireOnly("ontology_id", "enabled_only");
        final String ontology = call.parameter("ontology_id").orElse(null);
        final boolean enabledOnly = call.flag("enabled_only");
        final List<CatalogJob> jobs = store.monitoringCatalog().jobs().stream()
                .filter(job -> ontology == null || job.job().ontologyId().equals(ontology))
                .filter(job -> !enabledOnly || job.job().enabled())
                .toList();
        return ApiAnswer.data(ApiJson.counted("jobs", jobs, this::describe));
    }

    private ApiAnswer create(final Call call) throws IOException, RefusedRequestException {
        final RequestObject body = call.body();
        body.requireOnly(FIELDS);
        final String ontology = body.requireText("ontology_id", "the ontology whose metrics are watched");
        if (!store.monitoringCatalog().knowsOntology(ontology)) {
            throw RefusedRequestException.unprocessable(
                    "ontology_id", "Nothing is known of ontology [%s]: train on its data first".formatted(ontology));
        }
        final MonitoringJob job = new MonitoringJob(
                call.request().id(),
                body.requireText("name", "a name for the job"),
                ontology,
                body.text("description").orElse(""),
                schedule(body.requireText(CRON, "a cron expression, such as 0 * * * *")),
                zone(body, ZoneId.systemDefault()),
                metrics(body, List.of()),
                body.flag("is_enabled").orElse(false));
        save(call, job, body, List.of());
        final ObjectNode answer = ApiJson.object();
        answer.put("message", "Monitoring job created successfully");
        answer.put("id", job.id());
        return new ApiAnswer.Response(200, answer, JOBS + "/" + job.id());
    }

    private ApiAnswer update(final Call call) throws IOException, RefusedRequestException {
        final CatalogJob known = find(call);
        final RequestObject body = call.body();
        body.requireOnly(FIELDS);
        final String ontology = body.text("ontology_id").orElse(known.job().ontologyId());
        if (!ontology.equals(known.job().ontologyId())) {
            throw RefusedRequestException.unprocessable(
                    "ontology_id",
                    "A job stays with its ontology [%s]; create another one"
                            .formatted(known.job().ontologyId()));
        }
        final MonitoringJob job = new MonitoringJob(
                known.job().id(),
                body.text("name").orElse(known.job().name()),
                ontology,
                body.text("description").orElse(known.job().description()),
                schedule(body.text(CRON).orElse(known.job().cronExpression())),
                zone(body, known.job().zone()),
                metrics(body, known.job().metrics()),
                body.flag("is_enabled").orElse(known.job().enabled()));
        save(call, job, body, known.ruleIds());
        final ObjectNode answer = ApiJson.object();
        answer.put("message", "Monitoring job updated successfully");
        answer.set("job", describe(store.monitoringCatalog().job(job.id()).orElseThrow()));
        return ApiAnswer.data(answer);
    }

    /** The job with its rules: those that the request names, and where it names none those that it has. */
    private void save(final Call call, final MonitoringJob job, final RequestObject body, final List<String> present)
            throws RefusedRequestException {
        final List<String> named =
                body.texts(RULES).filter(ids -> !ids.isEmpty()).orElse(present);
        for (final String id : named) {
            final CatalogRule rule = store.monitoringCatalog()
                    .rule(id)
                    .orElseThrow(
                            () -> RefusedRequestException.unprocessable(RULES, "There is no rule [%s]".formatted(id)));
            if (!rule.rule().ontologyId().equals(job.ontologyId())) {
                throw RefusedRequestException.unprocessable(
                        RULES,
                        "Rule [%s] is of ontology [%s]"
                                .formatted(id, rule.rule().ontologyId()));
            }
        }
        final Optional<String> leftOut =
                present.stream().filter(id -> !named.contains(id)).findFirst();
        if (leftOut.isPresent()) {
            throw RefusedRequestException.unprocessable(
                    RULES,
                    "Rule [%s] is left out, and no other job evaluates it: delete it with DELETE /api/v1/monitoring/rules/%s"
                            .formatted(leftOut.get(), leftOut.get()));
        }
        final Instant firstRun = CronSchedule.parse(job.cronExpression())
                .next(call.now(), job.zone())
                .orElse(null);
        final Optional<AlertPolicy> alerting = AlertingField.read(body);
        store.transactions().inTransaction(() -> {
            store.monitoring().saveJob(job, store.monitoring().rulesOf(job.id()), firstRun);
            store.monitoringCatalog().moveRules(named, job.id(), call.now());
            alerting.ifPresent(policy -> store.alerts().saveJobPolicy(job.id(), policy, call.now()));
            return null;
        });
    }

    private ApiAnswer delete(final Call call) throws RefusedRequestException {
        final CatalogJob job = find(call);
        store.scheduler().delete(job.job().id(), call.now());
        return ApiAnswer.done("Monitoring job deleted successfully");
    }

    private ApiAnswer enable(final Call call, final boolean enabled) throws RefusedRequestException {
        final CatalogJob job = find(call);
        store.scheduler().setEnabled(job.job().id(), enabled, call.now());
        return ApiAnswer.done("Monitoring job %s successfully".formatted(enabled ? "enabled" : "disabled"));
    }

    private ApiAnswer runs(final Call call) throws RefusedRequestException {
        call.requireOnly("limit");
        final List<JobRun> runs =
                store.monitoringCatalog().runs(find(call).job().id(), call.limit(DEFAULT_RUNS));
        return ApiAnswer.data(ApiJson.counted("runs", runs, MonitoringJobsResource::describe));
    }

    private CatalogJob find(final Call call) throws RefusedRequestException {
        return store.monitoringCatalog()
                .job(call.path("id"))
                .orElseThrow(() -> RefusedRequestException.notFound(
                        "id", "There is no monitoring job [%s]".formatted(call.path("id"))));
    }

    static String schedule(final String expression) throws RefusedRequestException {
        try {
            return CronSchedule.parse(expression).expression();
        } catch (final IllegalArgumentException e) {
            throw RefusedRequestException.unprocessable(CRON, e.getMessage(), e);
        }
    }

    static ZoneId zone(final RequestObject body, final ZoneId missing) throws RefusedRequestException {
        final String zone = body.text(ZONE).orElse(missing.getId());
        try {
            return ZoneId.of(zone);
        } catch (final DateTimeException e) {
            throw RefusedRequestException.unprocessable(
                    ZONE, "Time zone [%s] is not known, expected one such as Asia/Kabul".formatted(zone), e);
        }
    }

    private static List<String> metrics(final RequestObject body, final List<String> missing)
            throws RefusedRequestException {
        final List<String> metrics = body.texts(METRICS).orElse(missing);
        if (metrics.isEmpty()) {
            throw RefusedRequestException.unprocessable(METRICS, "Missing or empty, expected an array of metrics");
        }
        return metrics;
    }

    private ObjectNode describe(final CatalogJob job) {
        final ObjectNode body = ApiJson.object();
        body.put("id", job.job().id());
        body.put("name", job.job().name());
        body.put("ontology_id", job.job().ontologyId());
        body.put("description", job.job().description());
        body.put(CRON, job.job().cronExpression());
        body.put(ZONE, job.job().zone().getId());
        // The original system has texts here, with arrays in them
        body.put(METRICS, ApiJson.texts(job.job().metrics()).toString());
        body.set("metrics_list", ApiJson.texts(job.job().metrics()));
        body.put(RULES, ApiJson.texts(job.ruleIds()).toString());
        body.set("rules_list", ApiJson.texts(job.ruleIds()));
        body.put("is_enabled", job.job().enabled());
        AlertingField.write(store.alerts().policyOfJob(job.job().id()), body);
        body.put("last_run_at", ApiJson.time(job.lastRun()));
        body.put("last_run_status", job.lastStatus());
        body.put("last_run_alerts", job.lastRunAlerts());
        body.put("next_run", job.job().enabled() ? ApiJson.time(job.nextRun()) : null);
        body.put("created_at", ApiJson.time(job.createdAt()));
        body.put("updated_at", ApiJson.time(job.updatedAt()));
        return body;
    }

    private static ObjectNode describe(final JobRun run) {
        final ObjectNode body = ApiJson.object();
        // An occurrence is known by its instant
        body.put("id", run.scheduledFor().toEpochMilli());
        body.put("job_id", run.jobId());
        body.put("scheduled_for", ApiJson.time(run.scheduledFor()));
        body.put("started_at", ApiJson.time(run.startedAt()));
        body.put("completed_at", ApiJson.time(run.completedAt()));
        body.put("status", run.status());
        body.put("metrics_checked", run.seriesChecked());
        body.put("alerts_created", run.alertsRaised());
        body.put("error_message", run.error());
        return body;
    }
}
