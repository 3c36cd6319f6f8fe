/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingRepository;
import io.nifimimir.training.TrainingRepository.Deletion;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import io.nifimimir.training.model.ChampionTrial;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelProvenance;
import io.nifimimir.training.model.ModelState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteTrainingRepositoryTest {
    private static final Instant NOW = Instant.parse("2024-04-14T06:00:00Z");

    private static final ModelProvenance PROVENANCE = new ModelProvenance(
            "key",
            "abc",
            120,
            List.of("rain"),
            Map.of("rounds", 40.0),
            42,
            Map.of("xgboost", "3.0.0"),
            "JVM",
            1_500,
            "1-2");

    @TempDir
    private Path directory;

    private SqliteDatabase database;

    private TrainingRepository repository;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(directory);
        repository = new SqliteTrainingRepository(database);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void testRunIsFoundByItsKeyAndNotReplaced() {
        final TrainingRun run = new TrainingRun("key", "clinic", "abc", 120, 7, NOW, "{\"models\":2}");
        repository.saveRun(run);
        repository.saveRun(new TrainingRun("key", "clinic", "abc", 1, 1, NOW.plusSeconds(1), "{}"));
        assertEquals(Optional.of(run), repository.findRun("key"));
        assertEquals(Optional.empty(), repository.findRun("other"));
    }

    @Test
    void testVersionsCountForEachTarget() {
        assertEquals(1, register(model("m1", "cases", true, "one")).version());
        assertEquals(2, register(model("m2", "cases", true, "two")).version());
        assertEquals(1, register(model("m3", "deaths", true, "three")).version());
        assertEquals(
                List.of("m2", "m1", "m3"),
                repository.models("clinic").stream().map(ModelArtifact::id).toList());
        assertEquals(
                List.of("m2", "m1", "m3"),
                repository.entries("clinic").stream().map(ModelEntry::id).toList());
        assertEquals(List.of(), repository.models("elsewhere"));
    }

    @Test
    void testRegisteringAgainChangesNothing() {
        final ModelEntry first = register(model("m1", "cases", true, "one"));
        final ModelEntry again = register(model("m1", "cases", false, "another"));
        assertEquals(first, again);
        assertArrayEquals(
                "one".getBytes(StandardCharsets.UTF_8),
                repository.findModel("m1").orElseThrow().content());
        assertEquals(1, repository.models("clinic").size());
    }

    @Test
    void testFirstModelThatBeatsTheBaselineIsTheChampionWithAllOfIt() {
        assertEquals(
                ModelState.REJECTED,
                register(model("m1", "cases", false, "one")).state());
        assertEquals(Optional.empty(), repository.findModel("clinic", "cases"));
        assertEquals(
                ModelState.CHAMPION, register(model("m2", "cases", true, "two")).state());
        final ModelArtifact found = repository.findModel("clinic", "cases").orElseThrow();
        assertEquals("m2", found.id());
        assertEquals(2, found.version());
        assertEquals(ModelTask.REGRESSION, found.task());
        assertEquals(Map.of("r2_score", 0.91, "rmse", 2.5), found.metrics());
        assertEquals(NOW, found.createdAt());
        assertEquals(PROVENANCE, repository.entries("clinic").getFirst().provenance());
        assertArrayEquals(
                new byte[] {1, 2},
                repository.findIncumbent("clinic", "cases").orElseThrow().learntRows());
        assertEquals(Optional.empty(), repository.findModel("clinic", "deaths"));
    }

    @Test
    void testOnlyABetterModelTakesThePlaceOfTheChampion() {
        register(model("m1", "cases", true, "one"));
        final ModelEntry worse =
                register(model("m2", "cases", true, "two"), new ChampionTrial("m1", false, "no better"));
        assertEquals(ModelState.CHALLENGER, worse.state());
        assertEquals("Challenger: no better", worse.reason());
        final ModelEntry better =
                register(model("m3", "cases", true, "three"), new ChampionTrial("m1", true, "better"));
        assertEquals(ModelState.CHAMPION, better.state());
        assertEquals(List.of("champion", "challenger", "retired"), states());
        assertEquals("m3", repository.findModel("clinic", "cases").orElseThrow().id());
    }

    @Test
    void testModelThatWasComparedWithAnotherChampionIsAChallenger() {
        register(model("m1", "cases", true, "one"));
        register(model("m2", "cases", true, "two"), new ChampionTrial("m1", true, "better"));
        final ModelEntry late = register(model("m3", "cases", true, "three"), new ChampionTrial("m1", true, "better"));
        assertEquals(ModelState.CHALLENGER, late.state());
        assertTrue(late.reason().contains("version 2"), late.reason());
    }

    @Test
    void testRollingBackMakesAnEarlierVersionTheChampion() {
        register(model("m1", "cases", true, "one"));
        register(model("m2", "cases", true, "two"), new ChampionTrial("m1", true, "better"));
        register(model("m3", "cases", false, "three"));
        final ModelEntry back = repository.promote("clinic", "cases", 1, NOW.plusSeconds(60));
        assertEquals(ModelState.CHAMPION, back.state());
        assertEquals(NOW.plusSeconds(60), back.promotedAt());
        assertEquals(List.of("rejected", "retired", "champion"), states());
        assertEquals(back, repository.promote("clinic", "cases", 1, NOW.plusSeconds(120)));
        assertThrows(IllegalArgumentException.class, () -> repository.promote("clinic", "cases", 3, NOW));
        assertThrows(IllegalArgumentException.class, () -> repository.promote("clinic", "cases", 9, NOW));
        assertEquals("m1", repository.findModel("clinic", "cases").orElseThrow().id());
    }

    @Test
    void testOldVersionsAreDeletedButNeverTheChampion() {
        for (int number = 1; number <= 5; number++) {
            repository.register(candidate(model("m" + number, "cases", number == 1, "content"), null), 2);
        }
        repository.register(candidate(model("other", "deaths", true, "content"), null), 2);
        assertEquals(
                List.of("m5", "m4", "m1", "other"),
                repository.entries("clinic").stream().map(ModelEntry::id).toList());
        assertEquals(
                6,
                repository
                        .register(candidate(model("m6", "cases", false, "content"), null), 1)
                        .version());
        assertEquals(
                List.of("m6", "m1", "other"),
                repository.entries("clinic").stream().map(ModelEntry::id).toList());
    }

    @Test
    void testDeletedChampionHandsOverToTheOneBeforeIt() {
        register(model("m1", "cases", true, "one"));
        register(model("m2", "cases", true, "two"), new ChampionTrial("m1", false, "no better"));
        register(model("m3", "cases", true, "three"), new ChampionTrial("m1", true, "better"));

        final Deletion third = repository.delete("clinic", "cases", 3, NOW).orElseThrow();
        assertEquals("m1", third.champion().orElseThrow().id());
        assertEquals("Champion: version 3 was deleted", third.champion().get().reason());
        final Deletion first = repository.delete("clinic", "cases", 1, NOW).orElseThrow();
        assertEquals("m2", first.champion().orElseThrow().id(), "where no other was the champion, a challenger is");
        final Deletion second = repository.delete("clinic", "cases", 2, NOW).orElseThrow();
        assertEquals(Optional.empty(), second.champion());
        assertTrue(second.describe().contains("no model answers"), second.describe());
        assertEquals(Optional.empty(), repository.delete("clinic", "cases", 2, NOW));
        assertThrows(IllegalArgumentException.class, () -> repository.delete("clinic", "cases", 4, NOW));
    }

    @Test
    void testVersionOfADeletedModelIsNotGivenAgain() {
        register(model("m1", "cases", true, "one"));
        register(model("m2", "cases", false, "two"));
        assertTrue(repository.delete("clinic", "cases", 2, NOW).isPresent());
        assertEquals(3, register(model("m3", "cases", false, "three")).version());
        repository.delete("clinic", "cases", 3, NOW);
        repository.delete("clinic", "cases", 1, NOW);
        assertEquals(List.of(), repository.entries("clinic"));
        assertEquals(4, register(model("m4", "cases", true, "four")).version());
    }

    @Test
    void testDamagedModelIsRefused() {
        register(model("m1", "cases", true, "one"));
        database.write(connection -> Sql.update(connection, "UPDATE models SET content = x'00' WHERE id = 'm1'"));
        final UncheckedIOException refused =
                assertThrows(UncheckedIOException.class, () -> repository.findModel("clinic", "cases"));
        assertTrue(refused.getMessage().contains("m1"), refused.getMessage());
        assertTrue(refused.getMessage().contains("integrity"), refused.getMessage());
        assertTrue(refused.getMessage().contains("expected " + sha256("one")), refused.getMessage());
    }

    @Test
    void testModelThatDoesNotMatchItsChecksumIsNotRegistered() {
        final ModelArtifact model = model("m1", "cases", true, "one");
        final ModelArtifact wrong = new ModelArtifact(
                "m1",
                "clinic",
                "cases",
                0,
                model.task(),
                model.learner(),
                true,
                model.metrics(),
                "abc",
                NOW,
                model.content(),
                sha256("two"));
        assertThrows(UncheckedIOException.class, () -> register(wrong));
        assertEquals(List.of(), repository.models("clinic"));
    }

    private ModelEntry register(final ModelArtifact model) {
        return register(model, null);
    }

    private ModelEntry register(final ModelArtifact model, final ChampionTrial trial) {
        return repository.register(candidate(model, trial), 10);
    }

    private static ModelCandidate candidate(final ModelArtifact model, final ChampionTrial trial) {
        return new ModelCandidate(model, PROVENANCE, new byte[] {1, 2}, trial);
    }

    private List<String> states() {
        return repository.entries("clinic").stream()
                .map(entry -> entry.state().wireName())
                .toList();
    }

    private static ModelArtifact model(
            final String id, final String target, final boolean active, final String content) {
        return new ModelArtifact(
                id,
                "clinic",
                target,
                0,
                ModelTask.REGRESSION,
                "xgboost",
                active,
                Map.of("r2_score", 0.91, "rmse", 2.5),
                "abc",
                NOW,
                content.getBytes(StandardCharsets.UTF_8),
                sha256(content));
    }

    private static String sha256(final String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
