/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.training.ModelArtifact;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingRepository;
import io.nifimimir.training.TrainingRepository.TrainingRun;
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
        assertEquals(1, repository.register(model("m1", "cases", true, "one")).version());
        assertEquals(2, repository.register(model("m2", "cases", true, "two")).version());
        assertEquals(
                1, repository.register(model("m3", "deaths", true, "three")).version());
        assertEquals(
                List.of("m2", "m1", "m3"),
                repository.models("clinic").stream().map(ModelArtifact::id).toList());
        assertEquals(List.of(), repository.models("elsewhere"));
    }

    @Test
    void testRegisteringAgainChangesNothing() {
        repository.register(model("m1", "cases", true, "one"));
        final ModelArtifact again = repository.register(model("m1", "cases", false, "another"));
        assertEquals(1, again.version());
        assertArrayEquals("one".getBytes(StandardCharsets.UTF_8), again.content());
        assertEquals(1, repository.models("clinic").size());
    }

    @Test
    void testNewestActiveModelIsFoundWithAllOfIt() {
        repository.register(model("m1", "cases", true, "one"));
        repository.register(model("m2", "cases", true, "two"));
        repository.register(model("m3", "cases", false, "three"));
        final ModelArtifact found = repository.findModel("clinic", "cases").orElseThrow();
        assertEquals("m2", found.id());
        assertEquals(2, found.version());
        assertEquals(ModelTask.REGRESSION, found.task());
        assertEquals(Map.of("r2_score", 0.91, "rmse", 2.5), found.metrics());
        assertEquals(NOW, found.createdAt());
        assertEquals(Optional.empty(), repository.findModel("clinic", "deaths"));
    }

    @Test
    void testDamagedModelIsRefused() {
        repository.register(model("m1", "cases", true, "one"));
        database.write(connection -> Sql.update(connection, "UPDATE models SET content = x'00' WHERE id = 'm1'"));
        final UncheckedIOException refused =
                assertThrows(UncheckedIOException.class, () -> repository.findModel("clinic", "cases"));
        assertTrue(refused.getMessage().contains("m1"), refused.getMessage());
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
        assertThrows(UncheckedIOException.class, () -> repository.register(wrong));
        assertEquals(List.of(), repository.models("clinic"));
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
