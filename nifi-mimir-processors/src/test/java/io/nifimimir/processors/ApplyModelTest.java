/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.dataset.Column;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.model.ChampionTrial;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.Prediction;
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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ApplyModelTest {
    @TempDir
    private Path directory;

    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new ApplyModel());
        runner.enforceReadStreamsClosed(true);
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        runner.setProperty(MimirProperties.ONTOLOGY_ID, Visits.CLINIC);
    }

    @AfterEach
    void tearDown() {
        // Models hold native memory until the processor stops
        runner.stop();
        store.closeStore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "AVRO"})
    void eachRowGetsThePredictionOfTheChampionInTheEncodingThatItCameIn(final String encoding) throws IOException {
        final ModelEntry champion = register(Visits.train("waiting", 1), null);
        final String visits = Visits.csv(200, 9);
        final byte[] dataset = encoding.equals("AVRO") ? Stores.avroDataset(visits) : Stores.dataset(visits);
        runner.enqueue(dataset);

        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(ApplyModel.SUCCESS, 1);
        final MockFlowFile predicted =
                runner.getFlowFilesForRelationship(ApplyModel.SUCCESS).getFirst();
        final Visits.Table source = Visits.of(dataset);
        final Visits.Table result = Visits.of(predicted.toByteArray());
        assertEquals(200, result.rows().size());
        assertEquals(
                List.of("prediction", "prediction_lower", "prediction_upper", "model_id", "model_version"),
                result.names().subList(source.names().size(), result.names().size()));
        final List<Double> expected = expected(champion, source);
        for (int row = 0; row < 200; row++) {
            final Object[] cells = result.rows().get(row);
            assertEquals(
                    Arrays.asList(source.rows().get(row)),
                    Arrays.asList(cells).subList(0, source.names().size()));
            assertEquals(expected.get(row), ((Number) result.cell(row, "prediction")).doubleValue(), 0.0);
            assertTrue(((Number) result.cell(row, "prediction_lower")).doubleValue()
                    < ((Number) result.cell(row, "prediction_upper")).doubleValue());
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
        register(Visits.train("urgent", 1), null);
        runner.setProperty(PredictionOptions.CLASS_PROBABILITIES, "true");
        runner.enqueue(Stores.dataset(Visits.csv(300, 9, "urgent")));

        runner.run(1, false);

        final Visits.Table result = Visits.of(onlySuccess().toByteArray());
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
    void categoriesThatTrainingHasNotSeenAndMissingCellsArePredicted() throws IOException {
        register(Visits.train("waiting", 1), null);
        runner.enqueue(Stores.dataset("age,ward,staff\n31,the moon,2\n,surgery,\n40,,3\n"));

        runner.run(1, false);

        final Visits.Table result = Visits.of(onlySuccess().toByteArray());
        for (int row = 0; row < 3; row++) {
            assertTrue(
                    result.cell(row, "prediction") instanceof Number,
                    Arrays.toString(result.rows().get(row)));
        }
    }

    @Test
    void datasetWithoutRowsGetsTheColumnsAllTheSame() throws IOException {
        register(Visits.train("waiting", 1), null);
        final ObjectNode dataset = (ObjectNode) Json.MAPPER.readTree(Stores.dataset(Visits.csv(30, 9)));
        dataset.put("row_count", 0);
        dataset.putArray("rows");
        runner.enqueue(dataset.toString());

        runner.run(1, false);

        final Visits.Table result = Visits.of(onlySuccess().toByteArray());
        assertEquals(0, result.rows().size());
        assertTrue(result.names().contains("prediction"), result.names().toString());
    }

    @Test
    void manyRowsAreStreamedInOrder() throws IOException {
        final ModelEntry champion = register(Visits.train("waiting", 1), null);
        final byte[] dataset = Stores.avroDataset(Visits.csv(10_000, 9));
        runner.enqueue(dataset);

        runner.run(1, false);

        final Visits.Table result = Visits.of(onlySuccess().toByteArray());
        final List<Double> expected = expected(champion, Visits.of(dataset));
        assertEquals(10_000, result.rows().size());
        for (int row = 0; row < 10_000; row++) {
            assertEquals(expected.get(row), ((Number) result.cell(row, "prediction")).doubleValue(), 0.0);
        }
    }

    @Test
    void datasetThatLacksColumnsGoesToFailureUnchanged() throws IOException {
        register(Visits.train("waiting", 1), null);
        final byte[] dataset = Stores.dataset("age,staff\nold,2\nyoung,3\n");
        runner.enqueue(dataset);

        runner.run(1, false);

        final String error = onlyError();
        assertTrue(error.contains("column age is string, the model was trained on numeric"), error);
        assertTrue(error.contains("column ward (string) is missing"), error);
        runner.getFlowFilesForRelationship(ApplyModel.FAILURE).getFirst().assertContentEquals(dataset);
    }

    @Test
    void contentThatIsNoDatasetGoesToFailure() throws IOException {
        register(Visits.train("waiting", 1), null);
        runner.enqueue("age,ward\n1,2\n");

        runner.run(1, false);

        assertTrue(onlyError().contains("Expected a dataset"), onlyError());
    }

    @Test
    void secondModelAddsItsColumnsUnderTheNameOfItsTarget() throws IOException {
        register(Visits.train("waiting", 1), null);
        register(Visits.train("urgent", 1), null);
        runner.setProperty(ApplyModel.TARGET, "waiting");
        runner.enqueue(Stores.dataset(Visits.csv(50, 9)));
        runner.run(1, false);
        final byte[] once = onlySuccess().toByteArray();

        runner.clearTransferState();
        runner.setProperty(ApplyModel.TARGET, "urgent");
        runner.enqueue(once);
        runner.run(1, false);

        final List<String> names = Visits.of(onlySuccess().toByteArray()).names();
        assertTrue(
                names.containsAll(List.of("prediction", "urgent_prediction", "urgent_prediction_probability")),
                names.toString());
    }

    @Test
    void rowThatDoesNotFitIsRejectedWhileTheOthersGoOn() throws IOException {
        register(Visits.train("waiting", 1), null);
        final ObjectNode dataset = (ObjectNode) Json.MAPPER.readTree(Stores.dataset(Visits.csv(50, 9)));
        final ArrayNode rows = (ArrayNode) dataset.get("rows");
        ((ObjectNode) rows.get(6)).put("age", "many");
        ((ObjectNode) rows.get(8)).putObject("staff").put("nurses", 2);
        runner.enqueue(dataset.toString());

        runner.run(1, false);

        assertEquals(48, Visits.of(onlySuccess().toByteArray()).rows().size());
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
    void recordsArePredictedAndThoseThatDoNotFitRejected() throws IOException, InitializationException {
        final ModelEntry champion = register(Visits.train("waiting", 1), null);
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
                        champion,
                        new Visits.Table(List.of(), List.of("age", "ward", "staff"), List.<Object[]>of(new Object[] {
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
        register(Visits.train("waiting", 1), null);
        final MockRecordParser reader = new MockRecordParser();
        reader.addSchemaField("age", RecordFieldType.INT);
        reader.addRecord(31);
        useRecords(reader);
        runner.enqueue("unchanged");

        runner.run(1, false);

        assertTrue(onlyError().contains("field ward (string) is missing"), onlyError());
        runner.getFlowFilesForRelationship(ApplyModel.FAILURE).getFirst().assertContentEquals("unchanged");
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
        return Visits.register(store, candidate, trial);
    }

    private List<Double> expected(final ModelEntry entry, final Visits.Table table) throws IOException {
        try (ModelScorer scorer =
                ModelScorer.load(store.training().findModel(entry.id()).orElseThrow())) {
            return scorer.predict(table.names(), table.rows()).stream()
                    .map(Prediction::value)
                    .toList();
        }
    }
}
