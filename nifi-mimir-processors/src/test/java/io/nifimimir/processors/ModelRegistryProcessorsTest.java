/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.model.ChampionTrial;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelState;
import org.apache.nifi.processor.Processor;
import org.apache.nifi.reporting.InitializationException;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Models that are exported, imported, and changed by hand. */
class ModelRegistryProcessorsTest {
    @TempDir
    private Path here;

    @TempDir
    private Path elsewhere;

    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        use(new FetchModel(), here);
    }

    @AfterEach
    void tearDown() {
        runner.stop();
        runner.disableControllerService(store);
    }

    @Test
    void exportedModelGivesTheSamePredictionsInAnotherStore() throws IOException, InitializationException {
        final ModelEntry champion = Visits.register(store, Visits.train("waiting", 1), null);
        final byte[] visits = Stores.dataset(Visits.csv(200, 9));
        final MockFlowFile export = run("", Map.of());
        export.assertAttributeEquals(MimirAttributes.MODEL_ID, champion.id());
        use(new ApplyModel(), here);
        final byte[] expected = run(visits, Map.of()).toByteArray();

        use(new PutModel(), elsewhere);
        final MockFlowFile imported = run(export.toByteArray(), export.getAttributes());

        imported.assertAttributeEquals(MimirAttributes.MODEL_STATE, "champion");
        imported.assertContentEquals(export.toByteArray());
        final ModelEntry entry = store.training().entries(Visits.CLINIC).getFirst();
        assertEquals(champion.sha256(), entry.sha256());
        assertEquals(champion.provenance(), entry.provenance());
        assertEquals(champion.metrics(), entry.metrics());
        use(new ApplyModel(), elsewhere);
        assertEquals(rows(expected), rows(run(visits, Map.of()).toByteArray()));
    }

    @Test
    void modelThatComesAgainIsRegisteredOnce() throws IOException, InitializationException {
        Visits.register(store, Visits.train("waiting", 1), null);
        final MockFlowFile export = run("", Map.of());
        use(new PutModel(), elsewhere);
        run(export.toByteArray(), export.getAttributes());

        run(export.toByteArray(), export.getAttributes());

        assertEquals(1, store.training().entries(Visits.CLINIC).size());
    }

    @Test
    void importedModelChallengesTheChampionUnlessItIsToReplaceIt() throws IOException, InitializationException {
        Visits.register(store, Visits.train("waiting", 1), null);
        final MockFlowFile export = run("", Map.of());
        use(new PutModel(), elsewhere);
        Visits.register(store, Visits.train("waiting", 2), null);

        run(export.toByteArray(), export.getAttributes())
                .assertAttributeEquals(MimirAttributes.MODEL_STATE, "challenger");
        runner.setProperty(PutModel.MAKE_CHAMPION, "true");
        run(export.toByteArray(), export.getAttributes())
                .assertAttributeEquals(MimirAttributes.MODEL_STATE, "champion");

        assertEquals(
                List.of(ModelState.CHAMPION, ModelState.RETIRED),
                store.training().entries(Visits.CLINIC).stream()
                        .map(ModelEntry::state)
                        .toList());
    }

    @Test
    void artifactThatAutoTrainHandsOutCanBeRegistered() throws IOException, InitializationException {
        use(new PutModel(), elsewhere);

        run(Visits.train("waiting", 1).artifact().content(), Map.of())
                .assertAttributeEquals(MimirAttributes.MODEL_STATE, "champion");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60, 400, 2_000, -60})
    void modelThatWasDamagedOnItsWayIsRefused(final int position) throws IOException, InitializationException {
        Visits.register(store, Visits.train("waiting", 1), null);
        final MockFlowFile export = run("", Map.of());
        final byte[] damaged = export.toByteArray();
        damaged[position < 0 ? damaged.length + position : position] ^= 1;
        use(new PutModel(), elsewhere);

        runner.enqueue(
                damaged, Map.of(MimirAttributes.MODEL_SHA256, export.getAttribute(MimirAttributes.MODEL_SHA256)));
        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(PutModel.FAILURE, 1);
        final String error =
                runner.getFlowFilesForRelationship(PutModel.FAILURE).getFirst().getAttribute(MimirAttributes.ERROR);
        assertTrue(error.contains("integrity"), error);
        assertEquals(List.of(), store.training().entries(Visits.CLINIC));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 2_000})
    void damageIsFoundWithoutTheChecksumOfTheFlowFileAsWell(final int position)
            throws IOException, InitializationException {
        Visits.register(store, Visits.train("waiting", 1), null);
        final byte[] damaged = run("", Map.of()).toByteArray();
        damaged[position] ^= 1;
        use(new PutModel(), elsewhere);

        runner.enqueue(damaged);
        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(PutModel.FAILURE, 1);
    }

    @Test
    void aFlowFileRollsBackOnceHoweverOftenItComes() throws IOException, InitializationException {
        twoChampions();
        use(new UpdateModel(), here);
        runner.setProperty(UpdateModel.TARGET, "waiting");
        final MockFlowFile rolledBack = run("", Map.of());
        rolledBack.assertAttributeEquals(MimirAttributes.MODEL_VERSION, "1");
        rolledBack.assertAttributeEquals(MimirAttributes.MODEL_STATE, "champion");

        runner.clearTransferState();
        runner.enqueue(rolledBack);
        runner.run(1, false);

        runner.getFlowFilesForRelationship(UpdateModel.SUCCESS)
                .getFirst()
                .assertAttributeEquals(MimirAttributes.MODEL_VERSION, "1");
        run("", Map.of()).assertAttributeEquals(MimirAttributes.MODEL_VERSION, "2");
    }

    @Test
    void versionsArePromotedRetiredAndDeletedByHand() throws IOException, InitializationException {
        twoChampions();
        use(new UpdateModel(), here);
        runner.setProperty(UpdateModel.TARGET, "waiting");
        runner.setProperty(UpdateModel.MODEL_VERSION, "${version}");
        runner.setProperty(UpdateModel.ACTION, ModelAction.PROMOTE);
        run("", Map.of("version", "1")).assertAttributeEquals(MimirAttributes.MODEL_STATE, "champion");
        assertTrue(fails("7").contains("There is no version 7 of waiting, clinic"), fails("7"));
        runner.setProperty(UpdateModel.ACTION, ModelAction.DELETE);
        assertTrue(fails("two").contains("expected a number"), fails("two"));
        run("", Map.of("version", "1")).assertAttributeEquals(MimirAttributes.MODEL_VERSION, "1");
        // Again, as after a crash
        run("", Map.of("version", "1")).assertAttributeNotExists(MimirAttributes.MODEL_VERSION);
        final ModelEntry left = store.training().entries(Visits.CLINIC).getFirst();
        assertEquals(
                "version 2 champion",
                "version %d %s".formatted(left.version(), left.state().wireName()));

        runner.setProperty(UpdateModel.ACTION, ModelAction.RETIRE);
        run("", Map.of()).assertAttributeEquals(MimirAttributes.MODEL_STATE, "retired");
        runner.setProperty(UpdateModel.ACTION, ModelAction.DELETE);
        run("", Map.of("version", "2")).assertAttributeEquals(MimirAttributes.MODEL_VERSION, "2");

        assertEquals(List.of(), store.training().entries(Visits.CLINIC));
        assertEquals(
                3, Visits.register(store, Visits.train("waiting", 3), null).version(), "no version is given twice");
        assertTrue(store.verifyAudit().intact(), store.verifyAudit().toString());
    }

    private static List<List<Object>> rows(final byte[] dataset) throws IOException {
        return Visits.of(dataset).rows().stream().map(Arrays::asList).toList();
    }

    private void twoChampions() throws IOException {
        final ModelEntry first = Visits.register(store, Visits.train("waiting", 1), null);
        final ModelEntry second =
                Visits.register(store, Visits.train("waiting", 2), new ChampionTrial(first.id(), true, "it is better"));
        assertNotEquals(first.version(), second.version());
    }

    private void use(final Processor processor, final Path directory) throws InitializationException {
        if (runner != null) {
            tearDown();
        }
        runner = TestRunners.newTestRunner(processor);
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        if (!(processor instanceof PutModel)) {
            runner.setProperty(MimirProperties.ONTOLOGY_ID, Visits.CLINIC);
        }
    }

    private MockFlowFile run(final String content, final Map<String, String> attributes) {
        return run(content.getBytes(StandardCharsets.UTF_8), attributes);
    }

    private MockFlowFile run(final byte[] content, final Map<String, String> attributes) {
        runner.clearTransferState();
        runner.enqueue(content, new HashMap<>(attributes));
        runner.run(1, false);
        runner.assertAllFlowFilesTransferred("success", 1);
        return runner.getFlowFilesForRelationship("success").getFirst();
    }

    private String fails(final String version) {
        runner.clearTransferState();
        runner.enqueue("", Map.of("version", version));
        runner.run(1, false);
        runner.assertAllFlowFilesTransferred("failure", 1);
        return runner.getFlowFilesForRelationship("failure").getFirst().getAttribute(MimirAttributes.ERROR);
    }
}
