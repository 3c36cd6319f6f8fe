/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.services.SqliteMimirStore;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AutoTrainTest {

    @TempDir
    private Path directory;

    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new AutoTrain());
        runner.enforceReadStreamsClosed(true);
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void datasetBecomesModelsAndAMonitoringJob() throws IOException {
        runner.addConnection(AutoTrain.PAGE);
        runner.enqueue(Stores.dataset(sales()), Map.of(CoreAttributes.FILENAME.key(), "sales.csv"));

        runner.run(1, false);

        runner.assertTransferCount(AutoTrain.SUCCESS, 1);
        runner.assertTransferCount(AutoTrain.FAILURE, 0);
        final MockFlowFile report =
                runner.getFlowFilesForRelationship(AutoTrain.SUCCESS).getFirst();
        report.assertAttributeEquals(MimirAttributes.ONTOLOGY, "sales");
        report.assertAttributeEquals(MimirAttributes.JOBS_CREATED, "1");
        report.assertAttributeEquals(MimirAttributes.TRAINING_REPEATED, "false");
        report.assertAttributeEquals(CoreAttributes.FILENAME.key(), "sales-training-report.json");
        final MockFlowFile page =
                runner.getFlowFilesForRelationship(AutoTrain.PAGE).getFirst();
        page.assertAttributeEquals(CoreAttributes.FILENAME.key(), "sales-training-report.html");
        assertTrue(page.getContent().contains("<h1>What was learned from sales</h1>"), page.getContent());
        final JsonNode json = Json.MAPPER.readTree(report.toByteArray());
        assertTrue(json.path("models_created").asInt() >= 1, report.getContent());
        assertEquals(
                json.path("models_created").asInt(),
                runner.getFlowFilesForRelationship(AutoTrain.MODELS).size());
        assertEquals(1, store.monitoring().jobs().size());
        assertEquals("15 6 * * *", store.monitoring().jobs().getFirst().job().cronExpression());
        assertEquals(
                120,
                store.monitoring()
                        .newestPoints(store.monitoring().series("sales").getFirst(), 1_000)
                        .size());
        assertEquals(
                json.path("models_created").asInt(),
                store.training().models("sales").size());
    }

    @Test
    void whatATrainingChangesIsInTheAuditWithComponentAndFlowFile() throws Exception {
        final MockFlowFile dataset =
                runner.enqueue(Stores.dataset(sales()), Map.of(CoreAttributes.FILENAME.key(), "sales.csv"));

        runner.run(1, false);

        runner.assertTransferCount(AutoTrain.PAGE, 0);
        final List<String> origins = Stores.query(
                store,
                "SELECT DISTINCT actor || ' ' || flowfile_uuid FROM audit_log WHERE action IN "
                        + "('model_registered', 'training_completed', 'job_saved', 'rule_saved')");
        final String actor = "AutoTrain[id=%s]".formatted(runner.getProcessor().getIdentifier());
        assertEquals(List.of(actor + " " + dataset.getAttribute("uuid")), origins);
        assertEquals(
                List.of("1"),
                Stores.query(store, "SELECT count(*) FROM audit_log WHERE action = 'training_completed'"));
    }

    @Test
    void repetitionChangesNothingAndGivesTheReportAgain() throws IOException {
        final byte[] dataset = Stores.dataset(sales());
        runner.enqueue(dataset, Map.of(CoreAttributes.FILENAME.key(), "sales.csv"));
        // Converted anew it has another time of creation, and is the same data all the same
        runner.enqueue(Stores.dataset(sales()), Map.of(CoreAttributes.FILENAME.key(), "sales.csv"));

        runner.run(2, false);

        final List<MockFlowFile> reports = runner.getFlowFilesForRelationship(AutoTrain.SUCCESS);
        reports.getLast().assertAttributeEquals(MimirAttributes.TRAINING_REPEATED, "true");
        reports.getLast().assertContentEquals(reports.getFirst().toByteArray());
        assertTrue(store.training().models("sales").stream().allMatch(model -> model.version() == 1));
    }

    @Test
    void datasetInAvroIsTheSameDataset() throws IOException {
        runner.enqueue(Stores.avroDataset(sales()), Map.of(CoreAttributes.FILENAME.key(), "sales.csv"));
        runner.enqueue(Stores.dataset(sales()), Map.of(CoreAttributes.FILENAME.key(), "sales.csv"));

        runner.run(2, false);

        final List<MockFlowFile> reports = runner.getFlowFilesForRelationship(AutoTrain.SUCCESS);
        reports.getFirst().assertAttributeEquals(MimirAttributes.TRAINING_REPEATED, "false");
        reports.getFirst().assertAttributeEquals(MimirAttributes.JOBS_CREATED, "1");
        reports.getLast().assertAttributeEquals(MimirAttributes.TRAINING_REPEATED, "true");
    }

    @Test
    void damagedDatasetInAvroGoesToFailure() throws IOException {
        final byte[] dataset = Stores.avroDataset(sales());
        runner.enqueue(Arrays.copyOf(dataset, dataset.length - 1));

        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(AutoTrain.FAILURE, 1);
        runner.getFlowFilesForRelationship(AutoTrain.FAILURE)
                .getFirst()
                .assertAttributeEquals(MimirAttributes.ERROR, "Block 1 of the Avro file is not complete");
    }

    @Test
    void namedTargetIsTrainedAsAClassification() throws IOException {
        runner.setProperty(TrainingProperties.TARGET_COLUMNS, "busy");
        runner.setProperty(TrainingProperties.MONITORING, "false");
        runner.enqueue(Stores.dataset(sales()), Map.of(CoreAttributes.FILENAME.key(), "sales.csv"));

        runner.run(1, false);

        final MockFlowFile model =
                runner.getFlowFilesForRelationship(AutoTrain.MODELS).getFirst();
        model.assertAttributeEquals(MimirAttributes.MODEL_TARGET, "busy");
        model.assertAttributeEquals(MimirAttributes.MODEL_TYPE, "classification");
        model.assertAttributeEquals(CoreAttributes.FILENAME.key(), "sales-busy-v1.model.zip");
        assertTrue(store.training()
                        .findModel("sales", "busy")
                        .orElseThrow()
                        .metrics()
                        .get("accuracy")
                > 0.8);
        assertEquals(List.of(), store.monitoring().jobs());
    }

    @Test
    void contentThatIsNoDatasetGoesToFailureUnchanged() {
        runner.enqueue("day,sales\n1,2\n");

        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(AutoTrain.FAILURE, 1);
        final MockFlowFile failure =
                runner.getFlowFilesForRelationship(AutoTrain.FAILURE).getFirst();
        failure.assertContentEquals("day,sales\n1,2\n");
        assertTrue(
                failure.getAttribute(MimirAttributes.ERROR).contains("Expected a dataset"),
                failure.getAttribute(MimirAttributes.ERROR));
    }

    @Test
    void datasetAboveTheLimitGoesToFailureWhereASampleIsNotWanted() throws IOException {
        runner.setProperty(TrainingProperties.MAXIMUM_TABLE_SIZE, "1 KB");
        runner.setProperty(TrainingProperties.ROW_LIMIT_STRATEGY, OversizedTable.REFUSE);
        runner.enqueue(Stores.dataset(sales()));

        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(AutoTrain.FAILURE, 1);
    }

    @Test
    void dataThatNothingCanBeLearnedFromYieldAReportThatSaysSo() throws IOException {
        runner.enqueue(Stores.dataset("a,b\n1,2\n"), Map.of(CoreAttributes.FILENAME.key(), "tiny.csv"));

        runner.run(1, false);

        runner.assertTransferCount(AutoTrain.NO_SIGNAL, 1);
        runner.assertTransferCount(AutoTrain.MODELS, 0);
        final JsonNode report = Json.MAPPER.readTree(runner.getFlowFilesForRelationship(AutoTrain.NO_SIGNAL)
                .getFirst()
                .toByteArray());
        assertTrue(report.path("summary").asText().length() > 10, report.toString());
    }

    @Test
    void confidenceIsAShare() {
        runner.setProperty(TrainingProperties.MINIMUM_CONFIDENCE, "1.5");
        runner.assertNotValid();
        runner.setProperty(TrainingProperties.MINIMUM_CONFIDENCE, "0.5");
        runner.assertValid();
    }

    @Test
    void verificationNamesTheOntology() {
        final List<ConfigVerificationResult> results =
                Stores.verify(runner, Map.of(CoreAttributes.FILENAME.key(), "sales.csv"));

        assertTrue(results.stream().allMatch(result -> result.getOutcome() == Outcome.SUCCESSFUL), results.toString());
        assertTrue(results.getLast().getExplanation().contains("[sales]"), results.toString());
    }

    /** Daily sales that depend on the weather, and a class that depends on the sales' cause. */
    private static String sales() {
        final Random random = new Random(3);
        final StringBuilder csv = new StringBuilder("day,temperature,visitors,sales,busy\n");
        for (int day = 0; day < 120; day++) {
            final double temperature = 15 + 10 * Math.sin(day / 20.0) + random.nextGaussian() * 3;
            final long visitors = Math.round(100 + 8 * temperature + random.nextGaussian() * 5);
            final double sales = visitors * 3.5 + random.nextGaussian() * 10;
            csv.append("%s,%.1f,%d,%.2f,%s%n"
                    .formatted(
                            LocalDate.of(2024, 1, 1).plusDays(day),
                            temperature,
                            visitors,
                            sales,
                            visitors > 220 ? "full" : "calm"));
        }
        return csv.toString();
    }
}
