/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.source.DatasetName;
import io.nifimimir.source.DatasetShelf;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FetchDataSourceTest {
    private static final String REPORTS = "region,case_id,cases,day\nconflict_zone_A,0017,3,2024-05-01\n"
            + "conflict_zone_B,0018,5,2024-05-02\nconflict_zone_A,0019,8,2024-05-03\n";

    @TempDir
    private Path directory;

    private Path uploads;
    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException, IOException {
        runner = TestRunners.newTestRunner(new FetchDataSource());
        runner.enforceReadStreamsClosed(true);
        store = Stores.enable(runner, directory.resolve("store"));
        uploads = Files.createDirectories(directory.resolve("uploads"));
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        runner.setProperty(FetchDataSource.ALLOWED_FOLDERS, "/uploads=" + uploads);
        // The store is a database as well
        runner.setProperty("mimir-db", Stores.IDENTIFIER);
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void fileIsFetchedWithTheOptionsOfTheRequest() throws IOException {
        final byte[] workbook = {1, 2, 3};
        Files.write(uploads.resolve("archery_scores_2024.xlsx"), workbook);

        final MockFlowFile data = fetch("""
                {"data_source": {"type": "excel", "format": "excel",
                   "data": {"file_path": "/uploads/archery_scores_2024.xlsx", "sheet_name": "Weekly Scores"}},
                 "options": {"date_column": "Week", "metric_columns": ["Score", "X_Count", "Indoor_Score"],
                   "enable_monitoring": true, "max_models": 2, "enable_regression": false, "min_confidence": 0.5,
                   "target_column": "Score", "limit": 100, "force_timeseries": true}}""");

        assertArrayEquals(workbook, data.toByteArray());
        data.assertAttributeEquals(CoreAttributes.FILENAME.key(), "archery_scores_2024.xlsx");
        data.assertAttributeEquals("mimir.option.source.format", "excel");
        data.assertAttributeEquals("mimir.option.sheet.name", "Weekly Scores");
        data.assertAttributeEquals("mimir.option.date.column", "Week");
        data.assertAttributeEquals("mimir.option.metric.columns", "[\"Score\",\"X_Count\",\"Indoor_Score\"]");
        data.assertAttributeEquals("mimir.option.set.up.monitoring", "true");
        data.assertAttributeEquals("mimir.option.maximum.models", "2");
        data.assertAttributeEquals("mimir.option.model.types", "classification");
        data.assertAttributeEquals("mimir.option.minimum.confidence", "0.5");
        data.assertAttributeEquals("mimir.option.target.columns", "Score");
        data.assertAttributeEquals("mimir.option.row.limit", "100");
        data.assertAttributeEquals("mimir.option.time.series", "require");
    }

    @Test
    void pathThatLeavesTheFoldersIsRefused() throws IOException {
        final Path secret = Files.writeString(directory.resolve("secret.csv"), REPORTS);
        final Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("inner.csv"), REPORTS);
        Files.createSymbolicLink(uploads.resolve("link.csv"), secret);
        Files.createSymbolicLink(uploads.resolve("folder"), outside);
        Files.createSymbolicLink(uploads.resolve("within.csv"), Files.writeString(uploads.resolve("a.csv"), REPORTS));

        for (final String path : List.of(
                "/uploads/../secret.csv",
                "/uploads/link.csv",
                "/uploads/folder/inner.csv",
                "/etc/passwd",
                secret.toString(),
                "/uploads",
                "/uploads2/a.csv",
                "uploads/..\\\\secret.csv")) {
            assertRefused(file(path), 403, "data_source.data.file_path");
        }
        assertEquals(REPORTS, fetch(file("/uploads/within.csv")).getContent());
    }

    @Test
    void whatIsNoFileIsNotFound() throws IOException {
        Files.createDirectories(uploads.resolve("2024"));
        assertRefused(file("/uploads/missing.csv"), 404, "data_source.data.file_path");
        assertRefused(file("/uploads/2024"), 422, "data_source.data.file_path");
        assertRefused(file("/uploads/nul\\u0000.csv"), 404, "data_source.data.file_path");
    }

    @Test
    void dataThatComesAlongIsTaken() {
        final String base64 = Base64.getEncoder().encodeToString(REPORTS.getBytes(StandardCharsets.UTF_8));
        assertEquals("a,b\n1,2\n", fetch("""
                {"data_source": {"type": "direct", "format": "csv", "data": "a,b\\n1,2\\n"}}""").getContent());
        assertEquals(REPORTS, fetch("""
                {"data_source": {"type": "csv", "data": {"content": "%s", "has_headers": true}}}""".formatted(base64)).getContent());
        assertEquals("[{\"a\":9007199254740993}]", fetch("""
                {"data_source": {"type": "direct", "format": "json", "data": [{"a": 9007199254740993}]}}""").getContent());
        assertArrayEquals(
                REPORTS.getBytes(StandardCharsets.UTF_8),
                fetch("""
                {"data_source": {"type": "direct", "format": "excel", "data": "%s"}}""".formatted(base64)).toByteArray());
    }

    @Test
    void outputOfAPipelineBecomesTheSameDatasetAgain() throws IOException {
        keep(new DatasetName(DatasetName.Origin.PIPELINE, "daily-news-scraper", "scraped_articles"));

        final MockFlowFile data = fetch("""
                {"data_source": {"type": "pipeline", "pipeline_id": "daily-news-scraper", "output_key": "scraped_articles"},
                 "options": {"column_mapping": {"cases": "ill"}, "selected_columns": ["region", "case_id", "cases"]}}""");

        final JsonNode dataset = converted(data);
        assertEquals("region", dataset.at("/columns/0/name").asText());
        assertEquals("string", dataset.at("/columns/1/data_type").asText());
        assertEquals("0017", dataset.at("/rows/0/case_id").asText());
        assertEquals(3, dataset.at("/rows/0/ill").asInt());
        assertEquals(3, dataset.path("row_count").asInt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"region\": \"conflict_zone_A\"} | 2",
                "{\"region\": [\"conflict_zone_A\", \"conflict_zone_B\"]} | 3",
                "{\"cases\": {\">=\": 5}} | 2",
                "{\"cases\": {\"between\": [4, 6]}} | 1",
                "{\"day\": {\"$lt\": \"2024-05-03\"}, \"cases\": {\"gt\": 3}} | 1",
                "{\"case_id\": {\"!=\": \"0017\"}} | 2",
                "{\"cases\": null} | 0",
                "{} | 3"
            })
    void collectionIsFilteredByValueListAndRange(final String filter, final int rows) throws IOException {
        keep(new DatasetName(DatasetName.Origin.STORAGE, "field-reports-db", "daily_reports"));

        final MockFlowFile data = fetch(collection("field-reports-db", "daily_reports", filter));

        assertEquals(rows, Json.MAPPER.readTree(data.toByteArray()).size());
    }

    @Test
    void tableOfADatabaseIsACollection() throws IOException {
        observe();
        final MockFlowFile data =
                fetch(collection("mimir-db", "time_series_data", "{\"value\": {\">=\": 2}, \"series_id\": [1, 2]}"));
        assertEquals(3, Json.MAPPER.readTree(data.toByteArray()).size());
    }

    @Test
    void identifiersThatTheDatabaseDoesNotKnowAreRefused() throws IOException {
        observe();
        assertRefused(collection("mimir-db", "series; DROP TABLE series", "{}"), 404, "data_source.query.collection");
        assertRefused(
                collection("mimir-db", "series", "{\"1=1 OR entity_id\": \"x\"}"),
                422,
                "data_source.query.filter.1=1 OR entity_id");
        assertRefused(
                collection("mimir-db", "time_series_data", "{\"timestamp\": \"1 OR 1=1\"}"),
                422,
                "data_source.query.filter.timestamp");
        assertEquals(
                "0",
                Json.MAPPER
                                .readTree(fetch(collection("mimir-db", "series", "{\"entity_id\": \"x' OR '1'='1\"}"))
                                        .toByteArray())
                                .size()
                        + "");
    }

    @Test
    void observedPointsBecomeRowsOfEntityAndInstant() throws IOException {
        observe();
        final JsonNode rows = Json.MAPPER.readTree(fetch("""
                {"data_source": {"type": "stream", "stream_id": "cold-chain"}}""").toByteArray());
        assertEquals(4, rows.size());
        assertEquals("KBL-01", rows.at("/0/entity").asText());
        assertEquals(2.5, rows.at("/0/temperature").asDouble());
        assertEquals(40.0, rows.at("/0/humidity").asDouble());
        assertTrue(rows.at("/1/humidity").isNull());
        assertEquals("2024-05-01T01:00:00Z", rows.at("/1/timestamp").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | 400 | ''",
                "[1] | 400 | ''",
                "{} | 422 | data_source",
                "{\"data_source\": 5} | 400 | data_source",
                "{\"data_source\": {}} | 422 | data_source.type",
                "{\"data_source\": {\"type\": \"oracle\"}} | 422 | data_source.type",
                "{\"data_source\": {\"type\": 7}} | 400 | data_source.type",
                "{\"data_source\": {\"type\": \"direct\", \"data\": \"a\"}} | 422 | data_source.format",
                "{\"data_source\": {\"type\": \"direct\", \"format\": \"xml\", \"data\": \"a\"}} | 422 | data_source.format",
                "{\"data_source\": {\"type\": \"csv\", \"data\": {}}} | 422 | data_source.data.file_path",
                "{\"data_source\": {\"type\": \"csv\", \"data\": 5}} | 400 | data_source.data",
                "{\"data_source\": {\"type\": \"pipeline\", \"pipeline_id\": \"x\"}} | 422 | data_source.output_key",
                "{\"data_source\": {\"type\": \"pipeline\", \"pipeline_id\": \"x\", \"output_key\": \"y\"}} | 404 | data_source.output_key",
                "{\"data_source\": {\"type\": \"storage\", \"storage_id\": \"x\", \"query\": {\"collection\": \"y\"}}} | 404 | data_source.query.collection",
                "{\"data_source\": {\"type\": \"storage\", \"storage_id\": \"x\", \"query\": {\"sql\": \"y\"}}} | 422 | data_source.query.sql",
                "{\"data_source\": {\"type\": \"stream\", \"stream_id\": \"x\"}} | 404 | data_source.stream_id",
                "{\"data_source\": {\"type\": \"csv\", \"data\": \"a\\nb\"}, \"options\": {\"max_modles\": 3}} | 422 | options.max_modles",
                "{\"data_source\": {\"type\": \"csv\", \"data\": \"a\\nb\"}, \"options\": {\"max_models\": 0}} | 422 | options.max_models",
                "{\"data_source\": {\"type\": \"csv\", \"data\": \"a\\nb\"}, \"options\": {\"limit\": \"ten\"}} | 400 | options.limit",
                "{\"data_source\": {\"type\": \"csv\", \"data\": \"a\\nb\"}, \"options\": {\"min_confidence\": 2}} | 422 | options.min_confidence",
                "{\"data_source\": {\"type\": \"csv\", \"data\": \"a\\nb\"}, \"options\": {\"enable_regression\": false, \"enable_classification\": false}} | 422 | options.enable_regression"
            })
    void requestThatIsNotRightIsRefusedWithTheField(final String request, final int status, final String field)
            throws IOException {
        assertRefused(request, status, field);
    }

    @Test
    void requestThatIsTooLargeIsRefusedUnread() throws IOException {
        runner.setProperty(FetchDataSource.MAXIMUM_REQUEST_SIZE, "10 B");
        assertRefused(file("/uploads/a.csv"), 413, "");
    }

    private MockFlowFile fetch(final String request) {
        runner.clearTransferState();
        runner.enqueue(request);
        runner.run(1, false);
        runner.assertAllFlowFilesTransferred(FetchDataSource.SUCCESS, 1);
        return runner.getFlowFilesForRelationship(FetchDataSource.SUCCESS).getFirst();
    }

    private void assertRefused(final String request, final int status, final String field) throws IOException {
        runner.clearTransferState();
        runner.enqueue(request);
        runner.run(1, false);
        runner.assertAllFlowFilesTransferred(FetchDataSource.INVALID, 1);
        final MockFlowFile refused =
                runner.getFlowFilesForRelationship(FetchDataSource.INVALID).getFirst();
        final JsonNode body = Json.MAPPER.readTree(refused.toByteArray());
        assertEquals(field, body.path("field").asText(), body.toString());
        refused.assertAttributeEquals(MimirAttributes.HTTP_STATUS, String.valueOf(status));
        assertEquals("error", body.path("status").asText());
        assertTrue(
                !body.path("error").asText().contains(directory.toString()) || request.contains(directory.toString()),
                body.toString());
    }

    private void keep(final DatasetName name) throws IOException {
        final byte[] dataset = Stores.avroDataset(REPORTS);
        new DatasetShelf(store.datasets(), Clock.systemUTC(), () -> true)
                .put(name, "test", () -> new ByteArrayInputStream(dataset), 3);
    }

    private void observe() {
        final Instant first = Instant.parse("2024-05-01T00:00:00Z");
        append("KBL-01", "temperature", new SeriesPoint(first, 2.5), new SeriesPoint(first.plusSeconds(3600), 3));
        append("KBL-01", "humidity", new SeriesPoint(first, 40));
        append("KBL-02", "temperature", new SeriesPoint(first, 1), new SeriesPoint(first.plusSeconds(60), 1.5));
    }

    private void append(final String entity, final String metric, final SeriesPoint... points) {
        store.monitoring()
                .appendPoints(
                        new SeriesKey("cold-chain", entity, metric),
                        List.of(points).iterator());
    }

    private static JsonNode converted(final MockFlowFile data) throws IOException {
        final TestRunner converter = TestRunners.newTestRunner(new ConvertToUnifiedDataset());
        converter.enqueue(data.toByteArray(), Map.copyOf(data.getAttributes()));
        converter.run();
        converter.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.SUCCESS, 1);
        return Json.MAPPER.readTree(converter
                .getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst()
                .toByteArray());
    }

    private static String file(final String path) {
        return """
                {"data_source": {"type": "csv", "data": {"file_path": "%s"}}}""".formatted(path);
    }

    private static String collection(final String storage, final String collection, final String filter) {
        return """
                {"data_source": {"type": "storage", "storage_id": "%s",
                  "query": {"collection": "%s", "filter": %s}}}""".formatted(storage, collection, filter);
    }
}
