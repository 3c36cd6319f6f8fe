/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.ProfileDigest;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ServeDashboardTest {
    private static final Instant FIRST = Instant.parse("2024-05-01T00:00:00Z");

    @TempDir
    private Path directory;

    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new ServeDashboard());
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void pageIsServedUnderAStrictPolicy() {
        final MockFlowFile page = get("/", null, Map.of());

        page.assertAttributeEquals(ServeDashboard.STATUS, "200");
        page.assertAttributeEquals("mime.type", "text/html; charset=utf-8");
        page.assertAttributeEquals("Content-Type", "text/html; charset=utf-8");
        page.assertAttributeEquals("X-Content-Type-Options", "nosniff");
        page.assertAttributeEquals("Referrer-Policy", "no-referrer");
        final String policy = page.getAttribute("Content-Security-Policy");
        assertTrue(policy.contains("default-src 'none'"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(page.getContent().contains("<script>"), "no script in the page itself");
    }

    @Test
    void overviewIsOneAnswer() throws IOException {
        final MockFlowFile overview = get("/api/overview", null, Map.of());

        overview.assertAttributeEquals(ServeDashboard.STATUS, "200");
        overview.assertAttributeEquals("Cache-Control", "no-store");
        final JsonNode view = Json.MAPPER.readTree(overview.toByteArray());
        assertTrue(view.path("health").path("in_place").asBoolean());
        assertTrue(view.path("attention").isArray());
    }

    @Test
    void seriesTellsPointsExpectationAndGap() throws IOException {
        final SeriesKey series = new SeriesKey("cold", "a / b & c", "temperature");
        store.monitoring()
                .appendPoints(
                        series,
                        IntStream.range(0, 200)
                                .filter(hour -> hour < 100 || hour > 110)
                                .mapToObj(hour -> new SeriesPoint(
                                        FIRST.plus(Duration.ofHours(hour)), 5 + Math.sin(hour) + hour % 3))
                                .iterator());

        final MockFlowFile answer =
                get("/api/series", "ontology=cold&metric=temperature&entity=a+%2F%20b+%26+c", Map.of());

        answer.assertAttributeEquals(ServeDashboard.STATUS, "200");
        final JsonNode view = Json.MAPPER.readTree(answer.toByteArray());
        assertEquals(189, view.path("points").asInt());
        assertEquals(189, view.path("times").size());
        assertTrue(view.path("lower").get(0).isNull(), "nothing is expected before there is a past");
        assertTrue(view.path("upper").get(188).asDouble()
                > view.path("lower").get(188).asDouble());
        assertEquals(1, view.path("gaps").size());
        assertEquals(
                FIRST.plus(Duration.ofHours(99)).toEpochMilli(),
                view.path("gaps").get(0).get(0).asLong());
        assertTrue(view.path("forecast").isNull());
    }

    @Test
    void datasetIsToldByTheProfileThatIsKept() throws IOException {
        final byte[] csv =
                Stores.dataset("day,site,cases\n2024-01-01,north,3\n2024-01-02,north,\n2024-01-03,south,8\n");
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(csv))) {
            store.training().saveRun(new TrainingRun("key", "clinic", "abc", 3, 3, FIRST, "{}"));
            store.training().saveProfile("key", ProfileDigest.json(reader.header()));
        }

        final JsonNode listed =
                Json.MAPPER.readTree(get("/api/datasets", null, Map.of()).toByteArray());
        final JsonNode profile =
                Json.MAPPER.readTree(get("/api/dataset", "key=key", Map.of()).toByteArray());

        assertEquals("clinic", listed.get(0).path("ontology").asText());
        assertTrue(listed.get(0).path("profiled").asBoolean());
        assertEquals(3, profile.path("columns").size());
        final JsonNode cases = profile.path("columns").get(2);
        assertEquals(1, cases.path("null_count").asInt());
        assertEquals(5.5, cases.path("stats").path("mean").asDouble());
        assertFalse(cases.path("profile").has("sketches"), cases.toString());
        assertFalse(profile.path("source_info").path("type_decisions").isEmpty());
        assertEquals("404", get("/api/dataset", "key=other", Map.of()).getAttribute(ServeDashboard.STATUS));
    }

    @Test
    void modelIsToldWithItsReportAndAsACard() throws IOException, SQLException {
        store.training().saveRun(new TrainingRun("key", "clinic", "abc", 3, 3, FIRST, """
                {"row_count": 3, "trained_models": [{"model_id": "m", "target_property": "<b>cases</b>", "verdict": "Beats it",
                    "metrics": {"rmse": 2.5, "baseline_rmse": 4}, "leaderboard": [{"candidate": "linear", "mean_loss": 1.25}]}]}"""));
        insertModel();

        final JsonNode view =
                Json.MAPPER.readTree(get("/api/model", "id=m", Map.of()).toByteArray());
        final MockFlowFile card = get("/api/model-card.html", "id=m", Map.of());

        assertEquals("Beats it", view.path("report").path("verdict").asText());
        assertEquals(1, view.path("versions").size());
        assertEquals(3, view.path("training").path("row_count").asInt());
        card.assertAttributeEquals("Content-Disposition", "attachment; filename=\"clinic-_b_cases__b_-v1.html\"");
        assertTrue(card.getContent().contains("&lt;b&gt;cases&lt;/b&gt;"), card.getContent());
        assertFalse(card.getContent().contains("<b>"), card.getContent());
        assertFalse(card.getContent().matches("(?s).*(?:src|href)=.*"), "nothing is loaded from anywhere");
        assertEquals(
                1,
                Json.MAPPER
                        .readTree(get("/api/models", null, Map.of()).toByteArray())
                        .size());
        assertEquals("404", get("/api/model", "id=other", Map.of()).getAttribute(ServeDashboard.STATUS));
    }

    private void insertModel() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + store.health().file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    INSERT INTO models VALUES ('m', 'clinic', '<b>cases</b>', 1, 'regression', 'linear', 'champion', 'the first', '{"rmse":2.5}',
                        1, 1, 'abc', '{"training_key":"key","row_count":3}', 'sum', x'', x'07')""");
        }
    }

    @Test
    void senselessRequestsAreToldWhatIsWrong() throws IOException {
        assertEquals("404", get("/api/nothing", null, Map.of()).getAttribute(ServeDashboard.STATUS));
        assertEquals("404", get("/assets/../secret", null, Map.of()).getAttribute(ServeDashboard.STATUS));
        assertEquals("404", get("/api/series", "ontology=x&metric=y", Map.of()).getAttribute(ServeDashboard.STATUS));
        assertEquals("404", get("/api/alert", "id=x", Map.of()).getAttribute(ServeDashboard.STATUS));
        final MockFlowFile lacking = get("/api/series", "metric=y", Map.of());
        assertEquals("400", lacking.getAttribute(ServeDashboard.STATUS));
        assertTrue(lacking.getContent().contains("[ontology]"), lacking.getContent());
        final MockFlowFile noNumber = get("/api/alerts", "limit=many", Map.of());
        assertEquals("400", noNumber.getAttribute(ServeDashboard.STATUS));
        assertTrue(noNumber.getContent().contains("[many]"), noNumber.getContent());
        assertEquals("400", get("/api/alerts", "search=%E", Map.of()).getAttribute(ServeDashboard.STATUS));
        final MockFlowFile written = ask("POST", "/api/overview", null, Map.of());
        assertEquals("405", written.getAttribute(ServeDashboard.STATUS));
    }

    @Test
    void foreignNameIsRefusedUntilItIsNamed() {
        assertEquals("421", get("/", null, Map.of("Host", "evil.example:8095")).getAttribute(ServeDashboard.STATUS));
        assertEquals("200", get("/", null, Map.of("host", "127.0.0.1:8095")).getAttribute(ServeDashboard.STATUS));
        assertEquals("200", get("/", null, Map.of("Host", "[::1]:8095")).getAttribute(ServeDashboard.STATUS));

        runner.setProperty(ServeDashboard.HOST_NAMES, "clinic.local, nifi");

        assertEquals("200", get("/", null, Map.of("Host", "Clinic.local")).getAttribute(ServeDashboard.STATUS));
    }

    @Test
    void answerIsCompressedForWhoTakesIt() {
        final MockFlowFile page = get("/", null, Map.of("Accept-Encoding", "gzip, deflate"));

        page.assertAttributeEquals("Content-Encoding", "gzip");
        assertEquals((byte) 0x1f, page.toByteArray()[0]);
    }

    @Test
    void storeThatCannotBeReadIsTold() {
        runner.run(1, false);
        store.closeStore();

        runner.enqueue(
                "",
                Map.of(
                        ServeDashboard.METHOD,
                        "GET",
                        ServeDashboard.PATH,
                        "/api/overview",
                        "http.headers.Host",
                        "localhost"));
        runner.run(1, false, false);

        final MockFlowFile answer =
                runner.getFlowFilesForRelationship(ServeDashboard.SUCCESS).getFirst();
        answer.assertAttributeEquals(ServeDashboard.STATUS, "503");
        assertTrue(answer.getContent().contains("not enabled"), answer.getContent());
        answer.assertAttributeEquals(MimirAttributes.ERROR, "The store is not enabled");
    }

    @Test
    void addressOfNiFiIsCheckedAndHandedOn() throws IOException {
        runner.setProperty(ServeDashboard.NIFI_ADDRESS, "javascript:alert(1)");
        runner.assertNotValid();
        runner.setProperty(ServeDashboard.NIFI_ADDRESS, "https://localhost:8443/nifi/");
        runner.assertValid();

        final JsonNode view =
                Json.MAPPER.readTree(get("/api/settings", null, Map.of()).toByteArray());

        assertEquals("https://localhost:8443/nifi", view.path("nifi_address").asText());
    }

    @Test
    void verificationReadsTheStore() {
        final List<ConfigVerificationResult> results = Stores.verify(runner, Map.of());

        assertEquals(Outcome.SUCCESSFUL, results.getFirst().getOutcome());
    }

    private MockFlowFile get(final String path, final String query, final Map<String, String> headers) {
        return ask("GET", path, query, headers);
    }

    private MockFlowFile ask(
            final String method, final String path, final String query, final Map<String, String> headers) {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(ServeDashboard.METHOD, method);
        attributes.put(ServeDashboard.PATH, path);
        if (query != null) {
            attributes.put(ServeDashboard.QUERY, query);
        }
        attributes.put("http.headers.Host", "localhost:8095");
        headers.forEach((name, value) -> attributes.put("http.headers." + name, value));
        if (headers.keySet().stream().anyMatch("host"::equals)) {
            attributes.remove("http.headers.Host");
        }
        runner.clearTransferState();
        runner.enqueue("", attributes);
        runner.run();
        return runner.getFlowFilesForRelationship(ServeDashboard.SUCCESS).getFirst();
    }
}
