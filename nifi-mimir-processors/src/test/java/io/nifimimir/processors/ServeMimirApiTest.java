/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.processors.ApiFlow.Answer;
import org.apache.nifi.reporting.InitializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The calls through the processors, each answer held against docs/openapi.yaml. */
class ServeMimirApiTest {
    private static final String JOBS = "/api/v1/monitoring/jobs";
    private static final String RULES = "/api/v1/monitoring/rules";
    private static final String SILENCES = "/api/v1/monitoring/silences";
    private static final String ALERTS = "/api/v1/monitoring/alerts";
    private static final String SCHEDULER = "/api/v1/scheduler/jobs";
    private static final String TRAIN = "/api/v1/ontology/clinic/auto-train";
    private static final String NOBODY = "/00000000-0000-4000-8000-000000000000";

    @TempDir
    private Path directory;

    private Path uploads;
    private ApiFlow flow;

    @BeforeEach
    void setUp() throws InitializationException, IOException {
        uploads = Files.createDirectories(directory.resolve("uploads"));
        flow = new ApiFlow(directory.resolve("store"), uploads);
    }

    @AfterEach
    void tearDown() {
        flow.close();
    }

    /** In one test, since it is the whole that must be complete. */
    @Test
    void eachOperationIsAnsweredAsDescribed() throws IOException {
        final Answer report = trainVisits();
        assertEquals(201, report.status(), report.body().toString());
        monitoringJobsAndRules();
        silences();
        schedulerJobs();
        modelsAndTrainings(report);
        assertEquals("healthy", flow.get("/health").at("/status").asText());
        assertEquals(200, flow.get("/api/v1/health").status());
        unsupportedCalls();
        final Set<String> unseen = new TreeSet<>(flow.description().operations());
        unseen.removeAll(flow.description().answered());
        assertEquals(Set.of(), unseen);
    }

    private Answer trainVisits() throws IOException {
        Files.writeString(uploads.resolve("visits.csv"), Visits.csv(200, 1, "waiting"));
        return flow.post(TRAIN, """
                {"data_source": {"type": "csv", "data": {"file_path": "/uploads/visits.csv"}},
                 "options": {"target_column": "waiting", "enable_monitoring": false}}""");
    }

    private void monitoringJobsAndRules() throws IOException {
        assertEquals(0, flow.get(JOBS).at("/data/count").asInt());
        final String body = """
                {"name": "Waiting", "ontology_id": "clinic", "cron_expr": "0 * * * *", "metrics": ["waiting"], "time_zone": "Asia/Kabul"}""";
        final Answer created = flow.post(JOBS, body);
        assertEquals(200, created.status());
        final String id = created.at("/id").asText();
        assertEquals(JOBS + "/" + id, created.location());
        final Answer rule = flow.post(RULES, """
                {"ontology_id": "clinic", "metric_name": "waiting", "rule_type": "threshold", "condition": {">": 60},
                 "severity": "high", "alert_channels": "nurse", "is_enabled": true}""");
        final String ruleId = rule.at("/id").asText();

        final JsonNode job = flow.get(JOBS + "/" + id).at("/data");
        assertEquals("Waiting", job.path("name").asText());
        assertEquals("[\"waiting\"]", job.path("metrics").asText());
        assertEquals(ruleId, job.at("/rules_list/0").asText());
        assertFalse(job.path("is_enabled").asBoolean());
        assertTrue(job.path("next_run").isNull());
        assertEquals(0, flow.get(JOBS + "?enabled_only=true").at("/data/count").asInt());
        assertEquals(1, flow.get(JOBS + "?ontology_id=clinic").at("/data/count").asInt());
        assertEquals(0, flow.get(JOBS + "?ontology_id=other").at("/data/count").asInt());

        assertEquals(200, flow.post(JOBS + "/" + id + "/enable", "").status());
        assertTrue(flow.get(JOBS + "/" + id).at("/data/is_enabled").asBoolean());
        final Answer updated = flow.call("PUT", JOBS + "/" + id, "{\"cron_expr\": \"30 * * * *\"}", Map.of());
        assertEquals("30 * * * *", updated.at("/data/job/cron_expr").asText());
        assertEquals("Waiting", updated.at("/data/job/name").asText());
        assertTrue(updated.at("/data/job/is_enabled").asBoolean());
        assertEquals(ruleId, updated.at("/data/job/rules_list/0").asText());
        assertTrue(Instant.parse(updated.at("/data/job/next_run").asText()).isAfter(Instant.now()));

        final JsonNode saved =
                flow.get(RULES + "?metric_name=waiting&enabled_only=true").at("/data/rules/0");
        assertEquals("{\">\":60.0}", saved.path("condition").asText());
        assertEquals("nurse", saved.path("alert_channels").asText());
        assertEquals(id, flow.get(RULES + "/" + ruleId).at("/data/job_id").asText());
        final Answer stricter = flow.call("PUT", RULES + "/" + ruleId, "{\"severity\": \"high\"}", Map.of());
        assertEquals("{\">\":60.0}", stricter.at("/data/rule/condition").asText());
        assertEquals("nurse", stricter.at("/data/rule/alert_channels").asText());
        alerting(JOBS + "/" + id, RULES + "/" + ruleId);
        run(id);
        alerts();
        dryRuns();
        final JsonNode run = flow.get(JOBS + "/" + id + "/runs").at("/data/runs/0");
        assertEquals("success", run.path("status").asText());
        assertEquals(1, run.path("alerts_created").asInt());
        assertEquals(1, flow.get(JOBS + "/" + id).at("/data/last_run_alerts").asInt());

        assertEquals(
                200, flow.call("DELETE", RULES + "/" + ruleId, "", Map.of()).status());
        assertEquals(
                404, flow.call("DELETE", RULES + "/" + ruleId, "", Map.of()).status());
        assertEquals(0, flow.get(RULES).at("/data/count").asInt());
        assertEquals(1, flow.store().monitoring().alerts(10).size());
        assertEquals(200, flow.post(JOBS + "/" + id + "/disable", "").status());
        assertEquals(200, flow.call("DELETE", JOBS + "/" + id, "", Map.of()).status());
        assertEquals(404, flow.get(JOBS + "/" + id).status());
    }

    /** A rule, its job and their ontology say it; each keeps what the others say. */
    private void alerting(final String job, final String rule) throws IOException {
        final String ontology = "/api/v1/ontology/clinic/alerting";
        assertEquals(0, flow.get(ontology).at("/data/alerting").size());
        flow.call("PUT", ontology, "{\"alerting\": {\"escalate_after_minutes\": 60}}", Map.of());
        flow.call("PUT", job, "{\"alerting\": {\"group_from\": 5}}", Map.of());
        flow.call("PUT", rule, "{\"alerting\": {\"for_points\": 1}}", Map.of());
        flow.call("PUT", rule, "{\"severity\": \"high\"}", Map.of());
        assertEquals(
                60,
                flow.get(ontology).at("/data/alerting/escalate_after_minutes").asInt());
        assertEquals(5, flow.get(job).at("/data/alerting/group_from").asInt());
        assertEquals(1, flow.get(rule).at("/data/alerting/for_points").asInt());
        assertEquals(404, flow.get("/api/v1/ontology/nobody-knows/alerting").status());
        assertRefused(422, "alerting", "PUT", ontology, "{}");
        assertRefused(422, "alerting", "PUT", ontology, "{\"alerting\": {\"for_ever\": 1}}");
        assertRefused(422, "alerting", "PUT", job, "{\"alerting\": {\"group_from\": 1}}");
        assertRefused(422, "alerting", "PUT", rule, "{\"alerting\": [30]}");
        assertRefused(422, "escalate_after_minutes", "PUT", ontology, "{\"escalate_after_minutes\": 60}");
    }

    private void alerts() throws IOException {
        final JsonNode open = flow.get(ALERTS + "?ontology_id=clinic&severity=high&limit=5&offset=0")
                .at("/data");
        assertEquals(1, open.path("total").asInt(), open.toString());
        final JsonNode alert = open.at("/alerts/0");
        final String address = ALERTS + "/" + alert.path("id").asText();
        assertEquals(alert.path("id"), alert.path("ID"));
        assertEquals(75, alert.path("Value").asDouble());
        assertEquals(0, flow.get(ALERTS + "?status=dismissed").at("/data/count").asInt());
        assertEquals(1, flow.get(ALERTS + "?status=all").at("/data/count").asInt());
        assertEquals(400, flow.get(ALERTS + "?status=over").status());

        final Answer acknowledged = flow.call(
                "PATCH", address, "{\"status\": \"acknowledged\", \"by\": \"nurse\", \"note\": \"on it\"}", Map.of());
        assertEquals("nurse", acknowledged.at("/data/alert/acknowledged_by").asText());
        assertEquals(
                422,
                flow.call("PATCH", address, "{\"status\": \"active\"}", Map.of())
                        .status());
        assertEquals(200, flow.post(address + "/acknowledge", "").status(), "once more changes nothing");
        assertEquals(
                "resolved",
                flow.post(address + "/resolve", "").at("/data/alert/status").asText());
        assertEquals(409, flow.post(address + "/acknowledge", "").status());
        assertEquals(0, flow.get(ALERTS).at("/data/count").asInt());
        assertEquals(200, flow.post(address + "/dismiss", "").status());
        assertEquals(404, flow.post(ALERTS + NOBODY + "/dismiss", "").status());
        final JsonNode history = flow.get(address).at("/data/history");
        assertEquals("acknowledged", history.at("/1/event").asText(), history.toString());
        assertEquals("on it", history.at("/1/note").asText());
    }

    private void silences() throws IOException {
        final String night = """
                {"ontology_id": "clinic", "severity": "medium", "by": "Amina", "reason": "nobody is there",
                 "recurrence": {"weekdays": ["friday", "monday"], "from": "22:00", "until": "06:00", "time_zone": "Asia/Kabul"}}""";
        final Answer created = flow.post(SILENCES, night);
        assertEquals(200, created.status(), created.body().toString());
        final JsonNode silence = flow.get(SILENCES).at("/data/silences/0");
        assertEquals("0 22 * * 1,5", silence.at("/recurrence/cron_expr").asText());
        assertEquals(480, silence.at("/recurrence/duration_minutes").asInt());
        assertTrue(silence.path("until").isNull());
        final String once = "{\"by\": \"Amina\", \"until\": \"2099-01-01T00:00:00Z\"}";
        assertEquals(200, flow.post(SILENCES, once).status());
        assertEquals(2, flow.get(SILENCES).at("/data/count").asInt());
        assertRefused(422, "until", "POST", SILENCES, "{\"by\": \"Amina\"}");
        assertRefused(422, "until", "POST", SILENCES, once.replace("2099", "1999"));
        assertRefused(422, "by", "POST", SILENCES, once.replace("Amina", ""));
        assertRefused(422, "severity", "POST", SILENCES, night.replace("medium", "grave"));
        assertRefused(422, "recurrence.weekdays", "POST", SILENCES, night.replace("friday", "freitag"));
        assertRefused(422, "recurrence.from", "POST", SILENCES, night.replace("22:00", "late"));
        assertRefused(422, "recurrence.time_zone", "POST", SILENCES, night.replace("Kabul", "Nowhere"));
        assertEquals(
                200,
                flow.call("DELETE", created.location() + "?by=Amina", "", Map.of())
                        .status());
        assertEquals(404, flow.call("DELETE", created.location(), "", Map.of()).status());
    }

    /** One point is stored, and one rule. */
    private void dryRuns() throws IOException {
        final String rule = """
                {"ontology_id": "clinic", "metric_name": "waiting", "rule_type": "threshold", "condition": {">": 70}}""";
        final JsonNode report = flow.post(RULES + "?dry_run=true", rule).at("/data");
        assertEquals(1, report.path("alerts").asInt(), report.toString());
        assertEquals("2024-05-01T00:00:00Z", report.at("/firings/0/since").asText());
        assertTrue(report.path("summary").asText().startsWith("would have fired once in 1 week of history"));
        final String forecast = rule.replace("threshold", "forecast")
                .replace("{\">\": 70}", "{\"forecast\": {\">\": 70, \"horizon_hours\": 24}}");
        assertEquals(200, flow.post(RULES + "?dry_run=true", forecast).status());
        final String drift =
                rule.replace("threshold", "drift").replace("{\">\": 70}", "{\"drift\": {\"of\": \"features\"}}");
        assertRefused(422, "dry_run", "POST", RULES + "?dry_run=true", drift);
        assertRefused(400, "dry_run", "POST", RULES + "?dry_run=perhaps", rule);
        assertRefused(422, "condition", "POST", RULES + "?dry_run=true", rule.replace("\">\"", "\"above\""));
        assertEquals(1, flow.get(RULES).at("/data/count").asInt(), "nothing is stored");
        assertEquals(1, flow.store().monitoring().alerts(10).size());
    }

    private void run(final String jobId) {
        final SeriesKey series = new SeriesKey("clinic", "", "waiting");
        flow.store()
                .monitoring()
                .appendPoints(
                        series,
                        List.of(new SeriesPoint(Instant.parse("2024-05-01T00:00:00Z"), 75))
                                .iterator());
        new JobRunner(flow.store().monitoring(), Clock.systemUTC())
                .runAndFinish(
                        flow.store().monitoring().claimNow(jobId, Instant.now()).orElseThrow());
    }

    private void schedulerJobs() throws IOException {
        final String body = """
                {"id": "news", "name": "News", "pipeline": "daily-news-scraper", "cron_expr": "0 6 * * *"}""";
        assertEquals("news", flow.post(SCHEDULER, body).at("/job_id").asText());
        assertEquals(200, flow.post(SCHEDULER, body).status(), "the same once more changes nothing");
        assertEquals(409, flow.post(SCHEDULER, body.replace("0 6", "0 7")).status());
        final JsonNode job = flow.get(SCHEDULER + "/news").body();
        assertEquals("pipeline", job.path("job_type").asText());
        assertTrue(job.path("enabled").asBoolean());
        assertEquals("news", flow.get(SCHEDULER).at("/0/id").asText());
        assertEquals(
                200,
                flow.call("PUT", SCHEDULER + "/news", "{\"cron_expr\": \"@daily\"}", Map.of())
                        .status());
        assertEquals("@daily", flow.get(SCHEDULER + "/news").at("/cron_expr").asText());
        assertEquals(200, flow.post(SCHEDULER + "/news/disable", "").status());
        assertTrue(flow.get(SCHEDULER + "/news").at("/enabled").isBoolean());
        assertEquals(200, flow.post(SCHEDULER + "/news/enable", "").status());
        assertEquals(0, flow.get(SCHEDULER + "/news/logs?limit=5").at("/logs").size());
        assertEquals(200, flow.call("DELETE", SCHEDULER + "/news", "", Map.of()).status());
        assertEquals(404, flow.get(SCHEDULER + "/news").status());
    }

    private void modelsAndTrainings(final Answer report) throws IOException {
        final String model = report.at("/trained_models/0/model_id").asText();
        assertEquals(
                model,
                flow.get("/api/v1/models?ontology_id=clinic&active_only=true")
                        .at("/models/0/id")
                        .asText());
        assertEquals(
                "waiting",
                flow.get("/api/v1/models/" + model).at("/target_property").asText());
        final Answer prediction = flow.post("/api/v1/models/" + model + "/predict", """
                {"input_data": {"age": 40, "ward": "surgery", "staff": 3}}""");
        assertTrue(
                prediction.at("/predicted_value").asDouble() > 20,
                prediction.body().toString());
        assertEquals(
                422,
                flow.post("/api/v1/models/" + model + "/predict", "{\"input_data\": {\"age\": 40}}")
                        .status());
        final String status = "/api/v1/models/" + model + "/status";
        assertEquals(
                200,
                flow.call("PATCH", status, "{\"is_active\": true}", Map.of()).status());
        final Answer retired = flow.call("PATCH", status, "{\"is_active\": false}", Map.of());
        assertEquals(200, retired.status());
        assertFalse(retired.at("/is_active").asBoolean(), retired.body().toString());

        assertTrue(report.location().startsWith("/api/v1/training/runs/"), report.location());
        assertEquals(report.body(), flow.get(report.location()).at("/data/report"));
        assertEquals(
                1,
                flow.get("/api/v1/training/runs?ontology_id=clinic")
                        .at("/data/count")
                        .asInt());
        final Answer deleted = flow.call("DELETE", "/api/v1/models/" + model, "", Map.of());
        assertEquals(200, deleted.status());
        assertTrue(deleted.at("/active_model_id").isNull(), deleted.body().toString());
        assertTrue(
                deleted.at("/detail").asText().contains("no model answers"),
                deleted.body().toString());
        assertEquals(404, flow.get("/api/v1/models/" + model).status());

        final Answer later = flow.call("POST", TRAIN, """
                {"data_source": {"type": "csv", "data": {"file_path": "/uploads/visits.csv"}}}""", Map.of("Prefer", "respond-async"));
        assertEquals(202, later.status());
        final JsonNode request = flow.get(later.location()).at("/data");
        assertEquals("succeeded", request.path("status").asText());
        assertEquals("clinic", request.at("/report/ontology_id").asText());
    }

    @Test
    void ruleNeedsNoJobBefore() throws IOException {
        final String rule = """
                {"ontology_id": "%s", "metric_name": "%s", "rule_type": "threshold", "condition": {">": 3}}""";
        final Answer first = flow.post(RULES, rule.formatted("wells", "chlorine"));
        assertEquals(200, first.status(), first.body().toString());
        assertTrue(
                first.at("/detail").asText().startsWith("There was no monitoring job"),
                first.body().toString());
        final Answer second = flow.post(RULES, rule.formatted("wells", "turbidity"));
        assertEquals(first.at("/job_id"), second.at("/job_id"), second.body().toString());

        final JsonNode job = flow.get(JOBS + "/" + first.at("/job_id").asText()).at("/data");
        assertEquals("[\"chlorine\",\"turbidity\"]", job.path("metrics").asText());
        assertEquals(2, job.path("rules_list").size());
        assertTrue(job.path("is_enabled").asBoolean());
        assertTrue(Instant.parse(job.path("next_run").asText()).isAfter(Instant.now()));
    }

    @Test
    void trainingLeavesTheScheduleThatSomebodyHasSet() throws IOException {
        trainWithMonitoring(1);
        final String job = flow.get(JOBS).at("/data/jobs/0/id").asText();
        flow.call("PUT", JOBS + "/" + job, "{\"cron_expr\": \"30 6 * * *\"}", Map.of());
        final String kept = flow.get(RULES).at("/data/rules/0/id").asText();
        flow.call("PUT", RULES + "/" + kept, "{\"is_enabled\": false}", Map.of());
        final String deleted = flow.get(RULES).at("/data/rules/1/id").asText();
        flow.call("DELETE", RULES + "/" + deleted, "", Map.of());

        final Answer again = trainWithMonitoring(2);

        assertEquals(
                "30 6 * * *",
                again.at("/monitoring_setup/cron_schedule").asText(),
                again.body().toString());
        assertEquals(
                "30 6 * * *", flow.get(JOBS + "/" + job).at("/data/cron_expr").asText());
        assertFalse(flow.get(RULES + "/" + kept).at("/data/is_enabled").asBoolean());
        assertEquals(404, flow.get(RULES + "/" + deleted).status());
        assertFalse(again.body().toString().contains(deleted), again.body().toString());
    }

    private Answer trainWithMonitoring(final int seed) throws IOException {
        Files.writeString(uploads.resolve("visits.csv"), Visits.csv(200, seed, "waiting"));
        final Answer report = flow.post(TRAIN, """
                {"data_source": {"type": "csv", "data": {"file_path": "/uploads/visits.csv"}},
                 "options": {"target_column": "waiting"}}""");
        assertEquals(201, report.status(), report.body().toString());
        return report;
    }

    private void unsupportedCalls() throws IOException {
        for (final String operation : flow.description().operations()) {
            final String[] parts = operation.replaceAll("\\{[^}]+}", "x").split(" ", 2);
            if (!flow.description().answered().contains(operation)) {
                final Answer answer = flow.call(parts[0], parts[1], "", Map.of());
                assertEquals(501, answer.status(), operation);
                assertEquals("unsupported", answer.at("/status").asText());
            }
        }
    }

    @Test
    void whatIsNotRightIsRefusedWithTheField() throws IOException {
        trainVisits();
        final String job =
                "{\"name\": \"a\", \"ontology_id\": \"clinic\", \"cron_expr\": \"0 * * * *\", \"metrics\": [\"m\"]}";
        assertRefused(422, "ontology_id", "POST", JOBS, job.replace("clinic", "nowhere"));
        assertRefused(422, "cron_expr", "POST", JOBS, job.replace("0 * * * *", "0 * *"));
        assertRefused(422, "metrics", "POST", JOBS, job.replace("[\"m\"]", "[]"));
        assertRefused(400, "metrics", "POST", JOBS, job.replace("[\"m\"]", "[1]"));
        assertRefused(422, "nmae", "POST", JOBS, job.replace("name", "nmae"));
        assertRefused(400, "", "POST", JOBS, "{");
        assertRefused(404, "id", "GET", JOBS + NOBODY, "");
        assertRefused(404, "id", "DELETE", JOBS + NOBODY, "");
        assertRefused(404, "id", "POST", JOBS + NOBODY + "/enable", "");
        assertRefused(400, "enabled_only", "GET", JOBS + "?enabled_only=maybe", "");
        assertRefused(400, "ontology", "GET", JOBS + "?ontology=clinic", "");
        assertRefused(405, "", "PUT", JOBS, job);
        assertRefused(404, "", "GET", "/api/v1/nothing", "");
        assertEquals(0, flow.get(JOBS).at("/data/count").asInt());

        flow.post(JOBS, job);
        final String rule =
                "{\"ontology_id\": \"clinic\", \"metric_name\": \"m\", \"rule_type\": \"threshold\", \"condition\": {\">\": 3}}";
        assertRefused(422, "condition", "POST", RULES, rule.replace("\">\"", "\"above\""));
        assertRefused(422, "rule_type", "POST", RULES, rule.replace("threshold", "anomaly"));
        assertRefused(422, "severity", "POST", RULES, rule.replace("}}", "}, \"severity\": \"grave\"}"));
        assertRefused(422, "job_id", "POST", RULES, rule.replace("}}", "}, \"job_id\": \"x\"}"));
        assertEquals(0, flow.get(RULES).at("/data/count").asInt());
    }

    private void assertRefused(
            final int status, final String field, final String method, final String address, final String body)
            throws IOException {
        final Answer answer = flow.call(method, address, body, Map.of());
        assertEquals(status, answer.status(), answer.body().toString());
        assertEquals(field, answer.at("/field").asText());
        assertEquals("error", answer.at("/status").asText());
    }

    @Test
    void requestThatIsRepeatedTrainsOnce() throws IOException {
        final String body = """
                {"data_source": {"type": "direct", "format": "csv", "data": "%s"}, "options": {"enable_monitoring": false}}""".formatted(Visits.csv(120, 2, "urgent").replace("\n", "\\n"));
        final Map<String, String> key = Map.of("Idempotency-Key", "7f0c");
        final Answer first = flow.call("POST", TRAIN, body, key);
        assertEquals(201, first.status(), first.body().toString());
        final Answer second = flow.call("POST", TRAIN, body, key);
        assertEquals(first.body(), second.body());
        assertEquals(201, second.status());
        final Answer other = flow.call("POST", TRAIN, body.replace("false", "true"), key);
        assertEquals(422, other.status());
        assertEquals("Idempotency-Key", other.at("/field").asText());
        assertEquals(1, flow.get("/api/v1/training/runs").at("/data/count").asInt());
    }

    @Test
    void failureOfATrainingIsAnsweredAndKept() throws IOException {
        Files.writeString(uploads.resolve("text.csv"), "");
        final String body = """
                {"data_source": {"type": "csv", "data": {"file_path": "/uploads/text.csv"}}}""";
        assertEquals(422, flow.post(TRAIN, body).status());
        final Answer later = flow.call("POST", TRAIN, body, Map.of("Prefer", "respond-async"));
        final JsonNode request = flow.get(later.location()).at("/data");
        assertEquals("failed", request.path("status").asText());
        assertEquals(422, request.path("http_status").asInt());
        final Answer missing = flow.post(TRAIN, body.replace("text.csv", "none.csv"));
        assertEquals(404, missing.status());
        assertEquals("data_source.data.file_path", missing.at("/field").asText());
        assertEquals(0, flow.get("/api/v1/training/runs").at("/data/count").asInt());
    }

    @Test
    void onlyWhoHasTheTokenIsAnswered() throws IOException {
        flow.setToken("s3cret");
        assertEquals(401, flow.get(JOBS).status());
        assertEquals(
                401,
                flow.call("GET", JOBS, "", Map.of("Authorization", "Bearer wrong"))
                        .status());
        assertEquals(
                401,
                flow.call("GET", JOBS, "", Map.of("Authorization", "s3cret")).status());
        final Map<String, String> token = Map.of("authorization", "Bearer s3cret", "remote.addr", "10.0.0.7");
        assertEquals(200, flow.call("GET", JOBS, "", token).status());
    }

    @Test
    void withoutATokenThisMachineAloneIsAnswered() throws IOException {
        assertEquals(
                403,
                flow.call("GET", JOBS, "", Map.of("remote.addr", "10.0.0.7")).status());
        assertEquals(
                403,
                flow.call("GET", JOBS, "", Map.of("Host", "evil.example:8080")).status());
        assertEquals(
                200,
                flow.call("GET", JOBS, "", Map.of("Host", "[::1]:8080", "remote.addr", "0:0:0:0:0:0:0:1"))
                        .status());
    }

    @Test
    void bodyOfAnotherKindIsRefused() throws IOException {
        assertEquals(
                415,
                flow.call("POST", JOBS, "{}", Map.of("Content-Type", "text/plain"))
                        .status());
    }

    @Test
    void jobThatIsCreatedHasTheIdOfItsRequest() throws IOException {
        trainVisits();
        final String job =
                "{\"name\": \"a\", \"ontology_id\": \"clinic\", \"cron_expr\": \"0 * * * *\", \"metrics\": [\"m\"]}";
        final String first = flow.post(JOBS, job).at("/id").asText();
        final String second = flow.post(JOBS, job).at("/id").asText();
        assertNotEquals(first, second);
        assertEquals(2, flow.get(JOBS).at("/data/count").asInt());
    }
}
