/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.QueuedFlowFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Requests whose storage is a database: a real PostgreSQL behind NiFi's own pool, also for requests that mean it ill. */
@ExtendWith({SharedNiFi.class, Troubleshooting.class})
@Timeout(900)
class DatabaseSourceIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration TRAINED = Duration.ofMinutes(5);
    private static final String STORAGE = "field-reports-db";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String FIELD_DATA = """
            {
              "data_source": {"type": "storage", "storage_id": "field-reports-db", "query": {"collection": "daily_reports", "filter": {"region": "conflict_zone_A"}}}}""";

    private static PostgresServer database;

    @BeforeAll
    static void startDatabase() {
        database = PostgresServer.start();
        database.execute(
                "CREATE TYPE mood AS ENUM ('calm', 'tense')",
                """
                CREATE TABLE daily_reports (
                    id bigserial PRIMARY KEY, day date, at timestamptz, region text, cases integer, share numeric(6, 3), checked boolean,
                    mood mood, team uuid, note text)""",
                """
                INSERT INTO daily_reports (day, at, region, cases, share, checked, mood, team, note)
                SELECT DATE '2024-01-01' + n, TIMESTAMPTZ '2024-01-01 06:00+04:30' + n * INTERVAL '1 day', region, 10 + n * 5 % 13,
                    n / 8.0, n % 2 = 0, (CASE WHEN n % 3 = 0 THEN 'tense' ELSE 'calm' END)::mood,
                    '00000000-0000-0000-0000-000000000001', CASE WHEN n = 1 THEN 'first' END
                FROM generate_series(0, 89) AS n, unnest(ARRAY['conflict_zone_A', 'conflict_zone_B']) AS region
                ORDER BY n, region""",
                "CREATE TABLE \"odd \"\"name\"\"; DROP TABLE daily_reports; --.x\" (\"a\"\"b; --\" integer)",
                "INSERT INTO \"odd \"\"name\"\"; DROP TABLE daily_reports; --.x\" VALUES (1), (2)",
                "CREATE SCHEMA app_1",
                "CREATE SCHEMA appx1",
                "CREATE TABLE app_1.t (mine integer)",
                "INSERT INTO app_1.t VALUES (7)",
                "CREATE TABLE appx1.t (other integer)");
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @Test
    void callOfTheOriginalSystemTrainsOnTheRowsOfItsFilter(final NiFiInstance instance, final NiFiClient client)
            throws Exception {
        final Path home = TestHomes.fresh("database-source");
        final int port = Ports.anyFree();
        final ImportedTemplate flow = ImportedTemplate.of(client, "mimir-rest-api")
                .foldersIn(home)
                .set(Map.of("api.port", String.valueOf(port)));
        final ControllerService pool = database.pool(client, flow.groupId(), "Field reports");
        final Processor fetch = client.processors().named(flow.groupId(), "FetchDataSource");
        client.processors().setProperties(fetch.id(), Map.of(STORAGE, pool.id()));
        flow.start();
        final HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/api/v1/ontology/field-data-ont/auto-train".formatted(port)))
                .timeout(TRAINED)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(FIELD_DATA))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            final HttpResponse<String> answer = Await.until(
                    "the answer to the request for training",
                    TRAINED,
                    () -> http.send(request, BodyHandlers.ofString()),
                    seen -> true);
            assertEquals(201, answer.statusCode(), answer.body());
            assertEquals(90, MAPPER.readTree(answer.body()).path("row_count").asInt(), answer.body());
        }
    }

    @Test
    void filtersAreAnsweredByTheDatabaseAndInjectionIsHarmless(final NiFiClient client) throws IOException {
        final Map<String, String> cases = new LinkedHashMap<>();
        cases.put("equal", request("daily_reports", "{\"region\": \"conflict_zone_A\", \"day\": \"2024-01-02\"}"));
        cases.put("list", request("daily_reports", "{\"day\": [\"2024-01-02\", \"2024-01-03\"]}"));
        cases.put("range", request("daily_reports", "{\"id\": {\">\": 3, \"<=\": 8.5}}"));
        cases.put("instant", request("daily_reports", "{\"at\": {\"<\": \"2024-01-02T00:00:00Z\"}}"));
        cases.put("flag", request("daily_reports", "{\"checked\": true, \"id\": {\"<=\": 4}}"));
        cases.put("enumeration", request("daily_reports", "{\"mood\": \"tense\", \"id\": {\"<=\": 4}}"));
        cases.put(
                "uuid",
                request("daily_reports", "{\"team\": \"00000000-0000-0000-0000-000000000001\", \"id\": {\"<=\": 4}}"));
        cases.put("null", request("daily_reports", "{\"note\": null, \"id\": {\"<=\": 4}}"));
        cases.put("odd", request("odd \\\"name\\\"; DROP TABLE daily_reports; --.x", "{\"a\\\"b; --\": {\">\": 1}}"));
        cases.put("schema", request("app_1.t", "{\"mine\": 7}"));
        cases.put("injected or", request("daily_reports", "{\"region\": \"x' OR '1'='1\"}"));
        cases.put("injected drop", request("daily_reports", "{\"region\": \"'; DROP TABLE daily_reports; --\"}"));
        cases.put("no table", request("daily_reports\\\"; DROP TABLE daily_reports; --", "{}"));
        cases.put("no condition", request("daily_reports WHERE 1=1", "{}"));
        cases.put("no catalogue", request("pg_catalog.pg_authid", "{}"));
        cases.put("no information schema", request("information_schema.tables", "{}"));
        cases.put("no column", request("daily_reports", "{\"region\\\" = '' OR \\\"1\\\"=\\\"1\": \"x\"}"));
        cases.put("no column of a schema alike", request("app_1.t", "{\"other\": 7}"));
        cases.put("no number", request("daily_reports", "{\"cases\": \"1; DROP TABLE daily_reports\"}"));
        cases.put("no flag", request("daily_reports", "{\"checked\": \"maybe\"}"));
        cases.put("no uuid", request("daily_reports", "{\"team\": \"nobody\"}"));
        cases.put("no mood", request("daily_reports", "{\"mood\": \"furious\"}"));

        final Map<String, String> outcomes = outcomes(client, cases);

        final Map<String, String> expected = new TreeMap<>(Map.of(
                "equal", "1 rows",
                "list", "4 rows",
                "range", "5 rows",
                "instant", "2 rows",
                "flag", "2 rows",
                "enumeration", "2 rows",
                "uuid", "4 rows",
                "null", "2 rows",
                "odd", "1 rows",
                "schema", "1 rows"));
        expected.putAll(Map.of(
                "injected or", "0 rows",
                "injected drop", "0 rows",
                "no table", "refused 404",
                "no condition", "refused 404",
                "no catalogue", "refused 404",
                "no information schema", "refused 404",
                "no column", "refused 422",
                "no column of a schema alike", "refused 422",
                "no number", "refused 422",
                "no uuid", "refused 422"));
        expected.putAll(Map.of("no flag", "refused 422", "no mood", "refused 422"));
        assertEquals(expected, outcomes);
        // All of it is still there
        database.execute("SELECT 1 / (CASE WHEN count(*) = 180 THEN 1 ELSE 0 END) FROM daily_reports");
    }

    private static String request(final String collection, final String filter) {
        return """
                {"data_source": {"type": "storage", "storage_id": "%s", "query": {"collection": "%s", "filter": %s}}}""".formatted(STORAGE, collection, filter);
    }

    /** What becomes of each request, by its name. */
    private static Map<String, String> outcomes(final NiFiClient client, final Map<String, String> requests)
            throws IOException {
        final Path home = TestHomes.fresh("database-requests");
        final Path inbox = Files.createDirectories(home.resolve("inbox"));
        final String root = client.processGroups().rootId();
        final ControllerService store = Flows.enabledStore(client, root, "Store", home.resolve("store"));
        final ControllerService pool = database.pool(client, root, "Field reports");
        final Processor pickUp = client.processors()
                .create(
                        root,
                        "org.apache.nifi.processors.standard.GetFile",
                        Flows.STANDARD,
                        "Pick up requests",
                        new Position(0, 0),
                        Map.of("Input Directory", inbox.toString()));
        final Processor name = Flows.updateAttribute(client, root, Map.of("case", "${filename}"));
        final Processor fetch = Flows.mimir(
                client,
                root,
                "FetchDataSource",
                "Fetch",
                new Position(0, 500),
                Map.of("Mimir Store", store.id(), STORAGE, pool.id()));
        client.connections().create(pickUp, name, "success");
        client.connections().create(name, fetch, "success");
        final Connection fetched = client.connections().create(fetch, Flows.sink(client, root), "success");
        final Connection refused = client.connections().create(fetch, Flows.sink(client, root), "invalid", "failure");
        for (final Map.Entry<String, String> request : requests.entrySet()) {
            final Path draft = Files.writeString(inbox.resolve("." + request.getKey()), request.getValue());
            Files.move(draft, inbox.resolve(request.getKey()), StandardCopyOption.ATOMIC_MOVE);
        }
        Set.of(pickUp, name, fetch).forEach(processor -> client.processors().start(processor.id()));
        Await.until(
                "all requests to be worked through",
                SOON,
                () -> client.connections().get(fetched.id()).queuedCount()
                        + client.connections().get(refused.id()).queuedCount(),
                count -> count == requests.size());

        final Map<String, String> outcomes = new TreeMap<>();
        for (final QueuedFlowFile flowFile : client.connections().flowFiles(fetched.id())) {
            final JsonNode rows = MAPPER.readTree(
                    new String(client.connections().content(fetched.id(), flowFile), StandardCharsets.UTF_8));
            assertTrue(rows.isArray(), rows.toString());
            outcomes.put(flowFile.attributes().get("case"), rows.size() + " rows");
        }
        for (final QueuedFlowFile flowFile : client.connections().flowFiles(refused.id())) {
            outcomes.put(
                    flowFile.attributes().get("case"),
                    "refused " + flowFile.attributes().getOrDefault("http.status.code", "by failure"));
        }
        return outcomes;
    }
}
