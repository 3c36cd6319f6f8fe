/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.serialization.record.MockRecordParser;
import org.apache.nifi.serialization.record.MockRecordWriter;
import org.apache.nifi.serialization.record.RecordFieldType;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ApplyModelContributionsTest {
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

    @Test
    void theStrongestContributionsAreOneColumnOfJson() throws IOException {
        final ModelEntry champion = Visits.register(store, Visits.train("waiting", 1), null);
        runner.setProperty(PredictionOptions.CONTRIBUTIONS, ContributionsForm.STRONGEST);
        runner.setProperty(PredictionOptions.STRONGEST_CONTRIBUTIONS, "2");
        final byte[] dataset = Stores.dataset(Visits.csv(50, 9));
        final List<Map<String, Double>> expected = expected(champion, Visits.of(dataset));

        final Visits.Table result = apply(dataset);

        for (int row = 0; row < 50; row++) {
            final JsonNode contributions = Json.MAPPER.readTree((String) result.cell(row, "prediction_contributions"));
            final List<String> strongest =
                    List.copyOf(expected.get(row).keySet()).subList(0, 2);
            final List<String> names = new ArrayList<>();
            contributions.fieldNames().forEachRemaining(names::add);
            assertEquals(strongest, names);
            for (final String name : names) {
                assertEquals(
                        expected.get(row).get(name), contributions.path(name).doubleValue(), 0.0);
            }
            assertTrue(
                    Math.abs(contributions.path(names.getFirst()).doubleValue())
                            >= Math.abs(contributions.path(names.getLast()).doubleValue()),
                    contributions.toString());
        }
    }

    @Test
    void eachColumnOfTheModelHasAColumnWithItsContribution() throws IOException {
        final ModelEntry champion = Visits.register(store, Visits.train("urgent", 1), null);
        runner.setProperty(PredictionOptions.CONTRIBUTIONS, ContributionsForm.COLUMNS);
        final byte[] dataset = Stores.avroDataset(Visits.csv(50, 9));
        final List<Map<String, Double>> expected = expected(champion, Visits.of(dataset));

        final Visits.Table result = apply(dataset);

        for (int row = 0; row < 50; row++) {
            for (final Map.Entry<String, Double> contribution :
                    expected.get(row).entrySet()) {
                final Object cell = result.cell(row, "contribution_" + contribution.getKey());
                assertEquals(contribution.getValue(), ((Number) cell).doubleValue(), 0.0);
            }
        }
    }

    @Test
    void recordsGetTheirContributionsAsWell() throws IOException, InitializationException {
        Visits.register(store, Visits.train("waiting", 1), null);
        final MockRecordParser reader = new MockRecordParser();
        reader.addSchemaField("age", RecordFieldType.INT);
        reader.addSchemaField("ward", RecordFieldType.STRING);
        reader.addSchemaField("staff", RecordFieldType.INT);
        reader.addRecord(31, "surgery", 2);
        final MockRecordWriter writer = new MockRecordWriter("predicted", false);
        runner.addControllerService("reader", reader);
        runner.addControllerService("writer", writer);
        runner.enableControllerService(reader);
        runner.enableControllerService(writer);
        runner.setProperty(ApplyModel.RECORD_READER, "reader");
        runner.setProperty(ApplyModel.RECORD_WRITER, "writer");
        runner.setProperty(PredictionOptions.CONTRIBUTIONS, ContributionsForm.STRONGEST);
        runner.enqueue("");

        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(ApplyModel.SUCCESS, 1);
        final String record = runner.getFlowFilesForRelationship(ApplyModel.SUCCESS)
                .getFirst()
                .getContent();
        assertTrue(record.contains("{\"") && record.contains("\"staff\":"), record);
    }

    private Visits.Table apply(final byte[] dataset) throws IOException {
        runner.enqueue(dataset);
        runner.run(1, false);
        runner.assertAllFlowFilesTransferred(ApplyModel.SUCCESS, 1);
        return Visits.of(runner.getFlowFilesForRelationship(ApplyModel.SUCCESS)
                .getFirst()
                .toByteArray());
    }

    private List<Map<String, Double>> expected(final ModelEntry entry, final Visits.Table table) throws IOException {
        try (ModelScorer scorer =
                ModelScorer.load(store.training().findModel(entry.id()).orElseThrow())) {
            return scorer.contributions(table.names(), table.rows());
        }
    }
}
