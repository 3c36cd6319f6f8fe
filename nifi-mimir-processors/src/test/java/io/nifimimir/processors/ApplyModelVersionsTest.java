/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.model.ChampionTrial;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
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
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Which of the registered models is applied. */
class ApplyModelVersionsTest {
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
    void newChampionIsTakenFromTheNextFlowFileOnAndSoIsTheOneThatIsRolledBackTo() throws IOException {
        final ModelEntry first = register(Visits.train("waiting", 1), null);
        final byte[] dataset = Stores.dataset(Visits.csv(50, 9));
        assertEquals("1", versionApplied(dataset));

        register(Visits.train("waiting", 2), new ChampionTrial(first.id(), true, "better"));
        assertEquals("2", versionApplied(dataset));

        store.training().promote(Visits.CLINIC, "waiting", 1, Instant.now());
        assertEquals("1", versionApplied(dataset));
    }

    @Test
    void versionThatIsNamedIsTaken() throws IOException {
        final ModelEntry first = register(Visits.train("waiting", 1), null);
        register(Visits.train("waiting", 2), new ChampionTrial(first.id(), false, "no better"));
        runner.setProperty(ApplyModel.MODEL_VERSION, "${version}");
        runner.enqueue(Stores.dataset(Visits.csv(50, 9)), Map.of("version", "2"));
        runner.enqueue(Stores.dataset(Visits.csv(50, 9)), Map.of("version", "7"));

        runner.run(2, false);

        onlySuccess().assertAttributeEquals(MimirAttributes.MODEL_VERSION, "2");
        assertEquals("There is no version [7] of [waiting] of the ontology [clinic]; there are [2, 1]", onlyError());
    }

    @Test
    void championBeforeADamagedOneServesInItsPlace() throws IOException, SQLException {
        final ModelEntry first = register(Visits.train("waiting", 1), null);
        final ModelEntry second = register(Visits.train("waiting", 2), new ChampionTrial(first.id(), true, "better"));
        damage(second);
        final byte[] dataset = Stores.dataset(Visits.csv(50, 9));
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
        final ModelEntry champion = register(Visits.train("waiting", 1), null);
        final byte[] dataset = Stores.dataset(Visits.csv(50, 9));
        assertEquals("1", versionApplied(dataset));
        damage(champion);

        assertEquals("1", versionApplied(dataset));
    }

    @Test
    void modelOfAnUnknownFormatIsRefused() throws IOException {
        final ModelArtifact model = Visits.train("waiting", 1).artifact();
        register(
                new ModelCandidate(
                        withContent(model, ofFormatVersion99(model.content()), true),
                        Visits.train("waiting", 1).provenance(),
                        new byte[0],
                        null),
                null);
        runner.enqueue(Stores.dataset(Visits.csv(50, 9)));

        runner.run(1, false);

        assertTrue(onlyError().contains("integrity"), onlyError());
        assertTrue(onlyError().contains("version 99"), onlyError());
    }

    @Test
    void predictionsAreTheSameAfterARestart() throws IOException {
        register(Visits.train("waiting", 1), null);
        final byte[] dataset = Stores.dataset(Visits.csv(100, 9));
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
    void targetHasToBeNamedWhereThereAreChampionsOfSeveral() throws IOException {
        register(Visits.train("waiting", 1), null);
        register(Visits.train("urgent", 1), null);
        runner.enqueue(Stores.dataset(Visits.csv(50, 9)));
        runner.run(1, false);
        assertTrue(onlyError().contains("[urgent, waiting]"), onlyError());

        runner.clearTransferState();
        runner.setProperty(ApplyModel.TARGET, "urgent");
        runner.enqueue(Stores.dataset(Visits.csv(50, 9)));
        runner.run(1, false);
        onlySuccess().assertAttributeEquals(MimirAttributes.MODEL_TYPE, "classification");
    }

    @Test
    void ontologyWithoutAModelIsNamed() throws IOException {
        runner.enqueue(Stores.dataset(Visits.csv(50, 9)));

        runner.run(1, false);

        assertEquals("No model is registered for the ontology [clinic]", onlyError());
    }

    @Test
    void verificationNamesTheChampionAndTheColumnsThatItNeeds() throws IOException {
        assertEquals(
                List.of(Outcome.FAILED, Outcome.SKIPPED),
                Stores.verify(runner, Map.of()).stream()
                        .map(ConfigVerificationResult::getOutcome)
                        .toList());
        register(Visits.train("waiting", 1), null);

        final List<ConfigVerificationResult> results = Stores.verify(runner, Map.of());

        assertTrue(results.getFirst().getExplanation().startsWith("The version 1 of waiting, clinic"));
        assertTrue(results.getLast().getExplanation().contains("age (numeric)"), results.toString());
    }

    @Test
    void rejectedModelIsNeverApplied() throws IOException {
        final ModelArtifact trained = Visits.train("waiting", 1).artifact();
        register(
                new ModelCandidate(
                        withContent(trained, trained.content(), false),
                        Visits.train("waiting", 1).provenance(),
                        new byte[0],
                        null),
                null);
        final byte[] dataset = Stores.dataset(Visits.csv(50, 9));
        runner.setProperty(ApplyModel.TARGET, "waiting");
        runner.enqueue(dataset);
        runner.run(1, false);
        assertTrue(onlyError().contains("does not beat the naive baseline"), onlyError());

        runner.clearTransferState();
        runner.setProperty(ApplyModel.MODEL_VERSION, "1");
        runner.enqueue(dataset);
        runner.run(1, false);
        assertTrue(onlyError().contains("version 1 of waiting, clinic is not applied"), onlyError());
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

    private ModelEntry register(final ModelCandidate candidate, final ChampionTrial trial) {
        return Visits.register(store, candidate, trial);
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

    private static ModelArtifact withContent(final ModelArtifact model, final byte[] content, final boolean active) {
        try {
            return new ModelArtifact(
                    model.id(),
                    model.ontologyId(),
                    model.target(),
                    0,
                    model.task(),
                    model.learner(),
                    active,
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
