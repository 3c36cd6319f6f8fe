/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.ChampionTrial;
import io.nifimimir.training.ModelArtifact;
import io.nifimimir.training.ModelCandidate;
import io.nifimimir.training.ModelEntry;
import io.nifimimir.training.ModelScorer;
import io.nifimimir.training.Prediction;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.TrainingTable;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.provenance.ProvenanceEventType;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.serialization.record.MockRecordParser;
import org.apache.nifi.serialization.record.MockRecordWriter;
import org.apache.nifi.serialization.record.RecordFieldType;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ApplyModelTest {
    private static final String CLINIC = "clinic";

    @TempDir
    private Path directory;

    private TestRunner runner;
    private SqliteMimirStore store;
    private boolean started;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new ApplyModel());
        runner.enforceReadStreamsClosed(true);
        store = Stores.enable(runner, directory);
        runner.setProperty(ApplyModel.MIMIR_STORE, Stores.IDENTIFIER);
        runner.setProperty(ApplyModel.ONTOLOGY_ID, CLINIC);
    }

    @AfterEach
    void tearDown() {
        // Models hold native memory until the processor stops
        runner.stop();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "AVRO"})
    void eachRowGetsThePredictionOfTheChampionInTheEncodingThatItCameIn(final String encoding) throws IOException {
        final ModelEntry champion = register(train("waiting", 1), null);
        final String visits = visits(200, 9);
        final byte[] dataset = encoding.equals("AVRO") ? Stores.avroDataset(visits) : Stores.dataset(visits);
        runner.enqueue(dataset);

        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(ApplyModel.SUCCESS, 1);
        final MockFlowFile predicted =
                runner.getFlowFilesForRelationship(ApplyModel.SUCCESS).getFirst();
        final Table source = read(dataset);
        final Table result = read(predicted.toByteArray());
        assertEquals(200, result.rows().size());
        assertEquals(
                List.of("prediction", "model_id", "model_version"),
                result.names().subList(source.names().size(), result.names().size()));
        final List<Double> expected = expected(champion, source);
        for (int row = 0; row < 200; row++) {
            final Object[] cells = result.rows().get(row);
            assertEquals(
                    Arrays.asList(source.rows().get(row)),
                    Arrays.asList(cells).subList(0, source.names().size()));
            assertEquals(expected.get(row), ((Number) result.cell(row, "prediction")).doubleValue(), 0.0);
            assertEquals(champion.id(), result.cell(row, "model_id"));
            assertEquals(1L, result.cell(row, "model_version"));
        }
        final Column prediction = result.column("prediction");
        assertTrue(prediction.stats().max() > prediction.stats().min(), prediction.toString());
        predicted.assertAttributeEquals(MimirAttributes.MODEL_ID, champion.id());
        predicted.assertAttributeEquals(MimirAttributes.MODEL_VERSION, "1");
        predicted.assertAttributeEquals(MimirAttributes.MODEL_TARGET, "waiting");
        predicted.assertAttributeEquals(MimirAttributes.MODEL_TYPE, "regression");
        predicted.assertAttributeEquals(MimirAttributes.RECORD_COUNT, "200");
        predicted.assertAttributeEquals(MimirAttributes.REJECTED_COUNT, "0");
        assertEquals(200, runner.getCounterValue(ApplyModel.ROWS_PREDICTED_COUNTER));
        assertTrue(runner.getProvenanceEvents().stream()
                .anyMatch(event -> event.getEventType() == ProvenanceEventType.CONTENT_MODIFIED
                        && event.getDetails().contains("version 1 of waiting, clinic")));
    }

    @Test
    void classificationGivesTheClassWithItsProbabilityAndThoseOfAllClasses() throws IOException {
        register(train("urgent", 1), null);
        runner.setProperty(ApplyModel.CLASS_PROBABILITIES, "true");
        runner.enqueue(Stores.dataset(visits(300, 9, "urgent")));

        runner.run(1, false);

        final Table result = read(onlySuccess().toByteArray());
        int hits = 0;
        for (int row = 0; row < result.rows().size(); row++) {
            final double red = ((Number) result.cell(row, "prediction_probability_red")).doubleValue();
            final double green = ((Number) result.cell(row, "prediction_probability_green")).doubleValue();
            assertEquals(1, red + green, 1e-6);
            assertEquals(red > green ? "red" : "green", result.cell(row, "prediction"));
            assertEquals(
                    Math.max(red, green), ((Number) result.cell(row, "prediction_probability")).doubleValue(), 0.0);
            hits += result.cell(row, "prediction").equals(result.cell(row, "urgent")) ? 1 : 0;
        }
        assertTrue(hits > 240, hits + " of 300 hits");
    }

    @Test
    void predictionsAreTheSameAfterARestart() throws IOException {
        register(train("waiting", 1), null);
        final byte[] dataset = Stores.dataset(visits(100, 9));
        runner.enqueue(dataset);
        runner.run(1, true);
        final byte[] before = onlySuccess().toByteArray();

        runner.disableControllerService(store);
        runner.enableControllerService(store);
        runner.clearTransferState();
        runner.enqueue(dataset);
        runner.run(1, false);

        onlySuccess().assertContentEquals(before);
    }

    @Test
    void categoriesThatTrainingHasNotSeenAndMissingCellsArePredicted() throws IOException {
        register(train("waiting", 1), null);
        runner.enqueue(Stores.dataset("age,ward,staff\n31,the moon,2\n,surgery,\n40,,3\n"));

        runner.run(1, false);

        final Table result = read(onlySuccess().toByteArray());
        for (int row = 0; row < 3; row++) {
            assertTrue(
                    result.cell(row, "prediction") instanceof Number,
                    Arrays.toString(result.rows().get(row)));
        }
    }

    @Test
    void datasetWithoutRowsGetsTheColumnsAllTheSame() throws IOException {
        register(train("waiting", 1), null);
        final ObjectNode dataset = (ObjectNode) Json.MAPPER.readTree(Stores.dataset(visits(30, 9)));
        dataset.put("row_count", 0);
        dataset.putArray("rows");
        runner.enqueue(dataset.toString());

        runner.run(1, false);

        final Table result = read(onlySuccess().toByteArray());
        assertEquals(0, result.rows().size());
        assertTrue(result.names().contains("prediction"), result.names().toString());
    }

    @Test
    void manyRowsAreStreamedInOrder() throws IOException {
        final ModelEntry champion = register(train("waiting", 1), null);
        final byte[] dataset = Stores.avroDataset(visits(10_000, 9));
        runner.enqueue(dataset);

        runner.run(1, false);

        final Table result = read(onlySuccess().toByteArray());
        final List<Double> expected = expected(champion, read(dataset));
        assertEquals(10_000, result.rows().size());
        for (int row = 0; row < 10_000; row++) {
            assertEquals(expected.get(row), ((Number) result.cell(row, "prediction")).doubleValue(), 0.0);
        }
    }

    @Test
    void newChampionIsTakenFromTheNextFlowFileOnAndSoIsTheOneThatIsRolledBackTo() throws IOException {
        final ModelEntry first = register(train("waiting", 1), null);
        final byte[] dataset = Stores.dataset(visits(50, 9));
        assertEquals("1", versionApplied(dataset));

        register(train("waiting", 2), new ChampionTrial(first.id(), true, "better"));
        assertEquals("2", versionApplied(dataset));

        store.training().rollBack(CLINIC, "waiting", 1, Instant.now());
        assertEquals("1", versionApplied(dataset));
    }

    @Test
    void versionThatIsNamedIsTaken() throws IOException {
        final ModelEntry first = register(train("waiting", 1), null);
        register(train("waiting", 2), new ChampionTrial(first.id(), false, "no better"));
        runner.setProperty(ApplyModel.MODEL_VERSION, "${version}");
        runner.enqueue(Stores.dataset(visits(50, 9)), Map.of("version", "2"));
        runner.enqueue(Stores.dataset(visits(50, 9)), Map.of("version", "7"));

        runner.run(2, false);

        onlySuccess().assertAttributeEquals(MimirAttributes.MODEL_VERSION, "2");
        assertEquals("There is no version [7] of [waiting] of the ontology [clinic]; there are [2, 1]", onlyError());
    }

    @Test
    void datasetThatLacksColumnsGoesToFailureUnchanged() throws IOException {
        register(train("waiting", 1), null);
        final byte[] dataset = Stores.dataset("age,staff\nold,2\nyoung,3\n");
        runner.enqueue(dataset);

        runner.run(1, false);

        final String error = onlyError();
        assertTrue(error.contains("column age is string, the model was trained on numeric"), error);
        assertTrue(error.contains("column ward (string) is missing"), error);
        runner.getFlowFilesForRelationship(ApplyModel.FAILURE).getFirst().assertContentEquals(dataset);
    }

    @Test
    void targetHasToBeNamedWhereThereAreChampionsOfSeveral() throws IOException {
        register(train("waiting", 1), null);
        register(train("urgent", 1), null);
        runner.enqueue(Stores.dataset(visits(50, 9)));
        runner.run(1, false);
        assertTrue(onlyError().contains("[urgent, waiting]"), onlyError());

        runner.clearTransferState();
        runner.setProperty(ApplyModel.TARGET, "urgent");
        runner.enqueue(Stores.dataset(visits(50, 9)));
        runner.run(1, false);
        onlySuccess().assertAttributeEquals(MimirAttributes.MODEL_TYPE, "classification");
    }

    @Test
    void ontologyWithoutAModelIsNamed() throws IOException {
        runner.enqueue(Stores.dataset(visits(50, 9)));

        runner.run(1, false);

        assertEquals("No model is registered for the ontology [clinic]", onlyError());
    }

    @Test
    void contentThatIsNoDatasetGoesToFailure() throws IOException {
        register(train("waiting", 1), null);
        runner.enqueue("age,ward\n1,2\n");

        runner.run(1, false);

        assertTrue(onlyError().contains("Expected a dataset"), onlyError());
    }

    @Test
    void secondModelAddsItsColumnsUnderTheNameOfItsTarget() throws IOException {
        register(train("waiting", 1), null);
        register(train("urgent", 1), null);
        runner.setProperty(ApplyModel.TARGET, "waiting");
        runner.enqueue(Stores.dataset(visits(50, 9)));
        runner.run(1, false);
        final byte[] once = onlySuccess().toByteArray();

        runner.clearTransferState();
        runner.setProperty(ApplyModel.TARGET, "urgent");
        runner.enqueue(once);
        runner.run(1, false);

        final List<String> names = read(onlySuccess().toByteArray()).names();
        assertTrue(
                names.containsAll(List.of("prediction", "urgent_prediction", "urgent_prediction_probability")),
                names.toString());
    }

    @Test
    void rowThatDoesNotFitIsRejectedWhileTheOthersGoOn() throws IOException {
        register(train("waiting", 1), null);
        final ObjectNode dataset = (ObjectNode) Json.MAPPER.readTree(Stores.dataset(visits(50, 9)));
        final ArrayNode rows = (ArrayNode) dataset.get("rows");
        ((ObjectNode) rows.get(6)).put("age", "many");
        ((ObjectNode) rows.get(8)).putObject("staff").put("nurses", 2);
        runner.enqueue(dataset.toString());

        runner.run(1, false);

        assertEquals(48, read(onlySuccess().toByteArray()).rows().size());
        onlySuccess().assertAttributeEquals(MimirAttributes.REJECTED_COUNT, "2");
        final String rejected = runner.getFlowFilesForRelationship(ApplyModel.REJECTED)
                .getFirst()
                .getContent();
        assertEquals(2, rejected.lines().count());
        assertTrue(
                rejected.startsWith(
                        "{\"place\":\"row 7\",\"reason\":\"Row 7, column [age]: expected numeric, found [many]\""),
                rejected);
        assertTrue(rejected.contains("Row 9, column [staff]: expected numeric, found an object"), rejected);
    }

    @Test
    void championBeforeADamagedOneServesInItsPlace() throws IOException, SQLException {
        final ModelEntry first = register(train("waiting", 1), null);
        final ModelEntry second = register(train("waiting", 2), new ChampionTrial(first.id(), true, "better"));
        damage(second);
        final byte[] dataset = Stores.dataset(visits(50, 9));
        runner.enqueue(dataset);

        runner.run(1, false);

        onlySuccess().assertAttributeEquals(MimirAttributes.MODEL_VERSION, "1");
        assertTrue(runner.getLogger().getErrorMessages().stream()
                .anyMatch(message -> message.getMsg().contains("integrity check of the version 2")));

        runner.clearTransferState();
        runner.setProperty(ApplyModel.MODEL_VERSION, "2");
        runner.enqueue(dataset);
        runner.run(1, false);
        assertTrue(onlyError().contains("integrity"), onlyError());
    }

    @Test
    void championThatIsLoadedServesOnWhenItsCopyInTheStoreIsDamaged() throws IOException, SQLException {
        final ModelEntry champion = register(train("waiting", 1), null);
        final byte[] dataset = Stores.dataset(visits(50, 9));
        assertEquals("1", versionApplied(dataset));
        damage(champion);

        assertEquals("1", versionApplied(dataset));
    }

    @Test
    void modelOfAnUnknownFormatIsRefused() throws IOException {
        final ModelArtifact model = train("waiting", 1).artifact();
        register(
                new ModelCandidate(
                        withContent(model, ofFormatVersion99(model.content())),
                        train("waiting", 1).provenance(),
                        new byte[0],
                        null),
                null);
        runner.enqueue(Stores.dataset(visits(50, 9)));

        runner.run(1, false);

        assertTrue(onlyError().contains("integrity"), onlyError());
        assertTrue(onlyError().contains("version 99"), onlyError());
    }

    @Test
    void recordsArePredictedAndThoseThatDoNotFitRejected() throws IOException, InitializationException {
        final ModelEntry champion = register(train("waiting", 1), null);
        final MockRecordParser reader = new MockRecordParser();
        reader.addSchemaField("age", RecordFieldType.STRING);
        reader.addSchemaField("ward", RecordFieldType.STRING);
        reader.addSchemaField("staff", RecordFieldType.INT);
        reader.addRecord("31", "surgery", 2);
        reader.addRecord("many", "surgery", 2);
        reader.addRecord(null, "the moon", 3);
        useRecords(reader);
        runner.enqueue("");

        runner.run(1, false);

        final List<String> lines = onlySuccess().getContent().lines().toList();
        assertEquals("age,ward,staff,prediction,model_id,model_version", lines.getFirst());
        assertEquals(3, lines.size());
        final double expected = expected(
                        champion, new Table(List.of(), List.of("age", "ward", "staff"), List.<Object[]>of(new Object[] {
                            31, "surgery", 2
                        })))
                .getFirst();
        assertEquals(expected, Double.parseDouble(lines.get(1).split(",")[3]), 0.0);
        final String rejected = runner.getFlowFilesForRelationship(ApplyModel.REJECTED)
                .getFirst()
                .getContent();
        assertTrue(rejected.contains("record 2"), rejected);
        assertTrue(rejected.contains("column [age]: expected numeric, found [many]"), rejected);
    }

    @Test
    void recordsThatLackFieldsGoToFailure() throws IOException, InitializationException {
        register(train("waiting", 1), null);
        final MockRecordParser reader = new MockRecordParser();
        reader.addSchemaField("age", RecordFieldType.INT);
        reader.addRecord(31);
        useRecords(reader);
        runner.enqueue("unchanged");

        runner.run(1, false);

        assertTrue(onlyError().contains("field ward (string) is missing"), onlyError());
        runner.getFlowFilesForRelationship(ApplyModel.FAILURE).getFirst().assertContentEquals("unchanged");
    }

    @Test
    void verificationNamesTheChampionAndTheColumnsThatItNeeds() throws IOException {
        assertEquals(
                List.of(Outcome.FAILED, Outcome.SKIPPED),
                Stores.verify(runner, Map.of()).stream()
                        .map(ConfigVerificationResult::getOutcome)
                        .toList());
        register(train("waiting", 1), null);

        final List<ConfigVerificationResult> results = Stores.verify(runner, Map.of());

        assertTrue(results.getFirst().getExplanation().startsWith("The version 1 of waiting, clinic"));
        assertTrue(results.getLast().getExplanation().contains("age (numeric)"), results.toString());
    }

    private String versionApplied(final byte[] dataset) {
        runner.clearTransferState();
        runner.enqueue(dataset);
        // Started once, so that what is loaded stays
        runner.run(1, false, !started);
        started = true;
        return onlySuccess().getAttribute(MimirAttributes.MODEL_VERSION);
    }

    private MockFlowFile onlySuccess() {
        runner.assertTransferCount(ApplyModel.SUCCESS, 1);
        return runner.getFlowFilesForRelationship(ApplyModel.SUCCESS).getFirst();
    }

    private String onlyError() {
        runner.assertTransferCount(ApplyModel.FAILURE, 1);
        runner.assertTransferCount(ApplyModel.REJECTED, 0);
        return runner.getFlowFilesForRelationship(ApplyModel.FAILURE).getFirst().getAttribute(MimirAttributes.ERROR);
    }

    private void useRecords(final MockRecordParser reader) throws InitializationException {
        final MockRecordWriter writer = new MockRecordWriter("age,ward,staff,prediction,model_id,model_version", false);
        runner.addControllerService("reader", reader);
        runner.addControllerService("writer", writer);
        runner.enableControllerService(reader);
        runner.enableControllerService(writer);
        runner.setProperty(ApplyModel.RECORD_READER, "reader");
        runner.setProperty(ApplyModel.RECORD_WRITER, "writer");
    }

    private ModelEntry register(final ModelCandidate candidate, final ChampionTrial trial) {
        return store.training()
                .register(
                        new ModelCandidate(candidate.artifact(), candidate.provenance(), candidate.learntRows(), trial),
                        10);
    }

    private static ModelCandidate train(final String target, final int seed) throws IOException {
        try (DatasetReader reader =
                DatasetReaders.open(new ByteArrayInputStream(Stores.dataset(visits(400, seed, target))))) {
            final TrainingTable table = TrainingTable.load(reader, TrainingTable.DEFAULT_LIMIT_BYTES, () -> true);
            final TrainingRequest request = new TrainingRequest(
                            CLINIC, List.of(target), true, true, 0.5, 1, seed, Duration.ofMinutes(1), "")
                    .withKeyFor(table, false);
            return new AutoTrainer()
                    .train(table, request, () -> true, Clock.systemUTC())
                    .candidates()
                    .getFirst();
        }
    }

    private static String visits(final int rows, final int seed) {
        return visits(rows, seed, "");
    }

    /** Minutes of waiting follow ward and staff; who is old or waits in surgery is urgent. */
    private static String visits(final int rows, final int seed, final String target) {
        final Random random = new Random(seed);
        final String[] wards = {"surgery", "maternity", "children"};
        final StringBuilder csv = new StringBuilder("age,ward,staff" + (target.isEmpty() ? "" : ",") + target + "\n");
        for (int row = 0; row < rows; row++) {
            final int age = 1 + random.nextInt(90);
            final int ward = random.nextInt(wards.length);
            final int staff = 1 + random.nextInt(6);
            csv.append("%d,%s,%d".formatted(age, wards[ward], staff));
            switch (target) {
                case "waiting" ->
                    csv.append(",%.2f".formatted(20 + 15 * ward + 40.0 / staff + age / 10.0 + random.nextGaussian()));
                case "urgent" -> csv.append(age > 60 || ward == 0 && staff < 3 ? ",red" : ",green");
                default -> csv.append("");
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    private List<Double> expected(final ModelEntry entry, final Table table) throws IOException {
        try (ModelScorer scorer =
                ModelScorer.load(store.training().findModel(entry.id()).orElseThrow())) {
            return scorer.predict(table.names(), table.rows()).stream()
                    .map(Prediction::value)
                    .toList();
        }
    }

    private record Table(List<Column> columns, List<String> names, List<Object[]> rows) {
        Object cell(final int row, final String name) {
            return rows.get(row)[names.indexOf(name)];
        }

        Column column(final String name) {
            return columns.get(names.indexOf(name));
        }
    }

    private static Table read(final byte[] dataset) throws IOException {
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(dataset))) {
            final List<Object[]> rows = new ArrayList<>();
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            assertEquals(reader.header().rowCount(), rows.size());
            final List<Column> columns = reader.header().columns();
            return new Table(columns, columns.stream().map(Column::name).toList(), rows);
        }
    }

    private void damage(final ModelEntry entry) throws SQLException {
        final byte[] content =
                store.training().findModel(entry.id()).orElseThrow().content();
        content[content.length / 2] ^= 1;
        try (Connection connection =
                        new JDBC().connect("jdbc:sqlite:" + directory.resolve("mimir.db"), new Properties());
                PreparedStatement statement =
                        connection.prepareStatement("UPDATE models SET content = ? WHERE id = ?")) {
            statement.setBytes(1, content);
            statement.setString(2, entry.id());
            assertEquals(1, statement.executeUpdate());
        }
    }

    private static byte[] ofFormatVersion99(final byte[] model) throws IOException {
        final ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipInputStream input = new ZipInputStream(new ByteArrayInputStream(model));
                ZipOutputStream output = new ZipOutputStream(changed)) {
            for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
                output.putNextEntry(new ZipEntry(entry.getName()));
                final byte[] content = input.readAllBytes();
                output.write(
                        entry.getName().equals("model.json")
                                ? new String(content, StandardCharsets.UTF_8)
                                        .replaceFirst("\"format_version\":\\d+", "\"format_version\":99")
                                        .getBytes(StandardCharsets.UTF_8)
                                : content);
            }
        }
        return changed.toByteArray();
    }

    private static ModelArtifact withContent(final ModelArtifact model, final byte[] content) {
        try {
            return new ModelArtifact(
                    model.id(),
                    model.ontologyId(),
                    model.target(),
                    0,
                    model.task(),
                    model.learner(),
                    true,
                    model.metrics(),
                    model.dataFingerprint(),
                    model.createdAt(),
                    content,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
