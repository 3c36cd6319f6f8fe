/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.ParameterContext;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The calls of the original system against a real NiFi, with the template as it is, also over the loss of the process. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class RestIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration TRAINED = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path CHECKOUT = Path.of("..");
    private static final Path TEMPLATE = CHECKOUT.resolve("templates").resolve("mimir-rest-api.json");
    private static final Path SAMPLES = CHECKOUT.resolve("samples");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String ARCHERY = """
            {
              "data_source": {"type": "excel", "format": "excel", "data": {"file_path": "/uploads/archery_scores_2024.xlsx", "sheet_name": "Weekly Scores"}},
              "options": {"date_column": "Week", "metric_columns": ["Score", "X_Count", "Indoor_Score"], "enable_monitoring": true}}""";

    private static final String NEWS = """
            {
              "data_source": {"type": "pipeline", "pipeline_id": "daily-news-scraper", "output_key": "scraped_articles"},
              "options": {"enable_monitoring": true}}""";

    private static final String FIELD_DATA = """
            {
              "data_source": {"type": "storage", "storage_id": "field-reports-db", "query": {"collection": "daily_reports", "filter": {"region": "conflict_zone_A"}}}}""";

    private final HttpClient http = HttpClient.newHttpClient();
    private NiFiInstance instance;
    private int port;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
        http.close();
    }

    @Test
    void callsOfTheOriginalSystemAreAnsweredAndSurviveAKill() throws IOException {
        final Path home = TestHomes.fresh("rest");
        final ProcessGroup group = start(home);
        final Processor lastStarted = new KeptDatasets(instance.client(), group, home.resolve("store")).keep();

        final Answer archery = train("archery-ont", ARCHERY);
        assertEquals(201, archery.status(), archery.body().toString());
        assertTrue(
                archery.body().path("models_created").asInt() >= 1,
                archery.body().toString());
        assertEquals(
                1,
                archery.body().path("monitoring_jobs_created").asInt(),
                archery.body().toString());
        final Answer news = train("news-ont", NEWS);
        assertEquals(201, news.status(), news.body().toString());
        final Answer fieldData = train("field-data-ont", FIELD_DATA);
        assertEquals(201, fieldData.status(), fieldData.body().toString());

        final JsonNode before = get("/api/v1/monitoring/jobs").body().path("data");
        assertTrue(before.path("count").asInt() >= 1, before.toString());
        final JsonNode job =
                named(before, archery.body().at("/monitoring_setup/job_id").asText());
        assertEquals("archery-ont", job.path("ontology_id").asText());
        assertTrue(job.path("is_enabled").asBoolean());

        WrittenFlow.awaitRunning(instance, lastStarted.id());
        instance.kill();
        final Instant killed = Instant.now();
        instance.start().awaitReady(READY);
        awaitApi();

        final JsonNode after = get("/api/v1/monitoring/jobs").body().path("data");
        assertEquals(before.path("count"), after.path("count"));
        for (final JsonNode known : before.path("jobs")) {
            final JsonNode found = named(after, known.path("id").asText());
            for (final String field : Set.of("name", "ontology_id", "cron_expr", "metrics", "rules", "is_enabled")) {
                assertEquals(known.path(field), found.path(field), field);
            }
            assertTrue(
                    Instant.parse(found.path("next_run").asText()).isAfter(killed.minus(Duration.ofMinutes(10))),
                    found.toString());
        }
        assertEquals(archery.body(), train("archery-ont", ARCHERY).body(), "the same training is done once");
    }

    @Test
    void whatIsNotRightIsRefusedAndNothingIsStored() throws IOException {
        final Path home = TestHomes.fresh("rest-refusals");
        final ProcessGroup group = start(home);
        Files.writeString(home.resolve("secret.csv"), "a,b\n1,2\n");
        Files.createSymbolicLink(home.resolve("uploads").resolve("link.csv"), home.resolve("secret.csv"));

        assertRefused(400, "", "not json");
        assertRefused(422, "data_source.type", "{\"data_source\": {\"type\": \"oracle\"}}");
        assertRefused(403, "data_source.data.file_path", ARCHERY.replace("/uploads/archery", "/uploads/../archery"));
        assertRefused(
                403,
                "data_source.data.file_path",
                ARCHERY.replace("/uploads/archery_scores_2024.xlsx", "/uploads/link.csv"));
        assertRefused(
                403, "data_source.data.file_path", ARCHERY.replace("/uploads/archery_scores_2024.xlsx", "/etc/passwd"));
        assertRefused(404, "data_source.data.file_path", ARCHERY.replace("archery_scores_2024", "missing"));
        assertRefused(404, "data_source.output_key", NEWS);
        assertRefused(404, "data_source.query.collection", FIELD_DATA);
        final Answer broken = train("clinic", "{\"data_source\": {\"type\": \"csv\", \"data\": \"no table\"}}");
        assertEquals(422, broken.status(), broken.body().toString());
        assertEquals(0, get("/api/v1/training/runs").body().at("/data/count").asInt());
        assertEquals(0, get("/api/v1/monitoring/jobs").body().at("/data/count").asInt());
        assertEquals(501, get("/api/v1/anomalies").status());
        assertEquals(404, get("/api/v1/nothing").status());

        assertAsyncAndIdempotent();
        assertTokenIsAsked(group);
    }

    private void assertAsyncAndIdempotent() {
        final Map<String, String> headers = Map.of("Prefer", "respond-async", "Idempotency-Key", "once");
        final Answer accepted = post("/api/v1/ontology/archery-ont/auto-train", ARCHERY, headers);
        assertEquals(202, accepted.status(), accepted.body().toString());
        final String address = accepted.location();
        final JsonNode done = Await.until(
                "the training that nobody waits for",
                TRAINED,
                () -> get(address).body().path("data"),
                request -> !request.path("status").asText().equals("running"));
        assertEquals("succeeded", done.path("status").asText(), done.toString());
        final Answer repeated = post("/api/v1/ontology/archery-ont/auto-train", ARCHERY, headers);
        assertEquals(201, repeated.status());
        assertEquals(done.path("report"), repeated.body());
    }

    private void assertTokenIsAsked(final ProcessGroup group) {
        final Processor api = instance.client().processors().named(group.id(), "ServeMimirApi");
        instance.client().processors().stop(api.id());
        instance.client().processors().setProperties(api.id(), Map.of("Bearer Token", "s3cret"));
        instance.client().processors().start(api.id());
        assertEquals(401, get("/api/v1/monitoring/jobs").status());
        final Answer let = send(HttpRequest.newBuilder(address("/api/v1/monitoring/jobs"))
                .header("Authorization", "Bearer s3cret")
                .build());
        assertEquals(200, let.status());
    }

    private ProcessGroup start(final Path home) throws IOException {
        instance = OwnNiFi.start(home, READY);
        port = Ports.anyFree();
        final Path uploads = Files.createDirectories(home.resolve("uploads"));
        Files.copy(SAMPLES.resolve("archery_scores_2024.xlsx"), uploads.resolve("archery_scores_2024.xlsx"));
        final NiFiClient client = instance.client();
        final ProcessGroup group = client.processGroups()
                .upload(client.processGroups().rootId(), "Mimir REST API", new Position(0, 0), TEMPLATE);
        final ParameterContext parameters =
                client.parameterContexts().named("mimir-rest-api").orElseThrow();
        client.parameterContexts()
                .set(
                        parameters.id(),
                        Map.of(
                                "api.port", String.valueOf(port),
                                "uploads.folders", "/uploads=" + uploads.toAbsolutePath(),
                                "store.folder",
                                        home.resolve("store").toAbsolutePath().toString(),
                                "alerts.folder",
                                        home.resolve("alerts").toAbsolutePath().toString()));
        client.controllerServices().enableAll(group.id());
        client.processGroups().start(group.id());
        assertEquals(0, client.processGroups().get(group.id()).invalid());
        awaitApi();
        return client.processGroups().get(group.id());
    }

    private static JsonNode named(final JsonNode jobs, final String id) {
        for (final JsonNode job : jobs.path("jobs")) {
            if (job.path("id").asText().equals(id)) {
                return job;
            }
        }
        throw new AssertionError("No job [%s] in %s".formatted(id, jobs));
    }

    private void assertRefused(final int status, final String field, final String body) {
        final Answer answer = train("archery-ont", body);
        assertEquals(status, answer.status(), answer.body().toString());
        assertEquals(field, answer.body().path("field").asText(), answer.body().toString());
        assertFalse(answer.body().path("error").asText().isEmpty());
    }

    private void awaitApi() {
        Await.untilTrue("the API on port " + port, SOON, () -> get("/health").status() == 200);
    }

    private record Answer(int status, JsonNode body, String location) {}

    private Answer train(final String ontology, final String body) {
        return post("/api/v1/ontology/%s/auto-train".formatted(ontology), body, Map.of());
    }

    private Answer get(final String path) {
        return send(HttpRequest.newBuilder(address(path)).build());
    }

    private Answer post(final String path, final String body, final Map<String, String> headers) {
        final HttpRequest.Builder request = HttpRequest.newBuilder(address(path))
                .timeout(TRAINED)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    private URI address(final String path) {
        return URI.create("http://localhost:%d%s".formatted(port, path));
    }

    private Answer send(final HttpRequest request) {
        try {
            final HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            final JsonNode body =
                    response.body().startsWith("{") || response.body().startsWith("[")
                            ? MAPPER.readTree(response.body())
                            : MAPPER.missingNode();
            return new Answer(
                    response.statusCode(),
                    body,
                    response.headers().firstValue("Location").orElse(""));
        } catch (final IOException e) {
            return new Answer(0, MAPPER.missingNode(), "");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an answer", e);
        }
    }
}
