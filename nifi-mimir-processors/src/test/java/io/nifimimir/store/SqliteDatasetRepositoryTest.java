/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.source.DatasetName;
import io.nifimimir.source.DatasetRepository.Draft;
import io.nifimimir.source.DatasetRepository.Progress;
import io.nifimimir.source.StoredDataset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteDatasetRepositoryTest {
    private static final Instant NOW = TestStores.NOW;
    private static final DatasetName NEWS =
            new DatasetName(DatasetName.Origin.PIPELINE, "daily-news-scraper", "scraped_articles");
    private static final byte[] FIRST = TestStores.noise(5_000);
    private static final byte[] SECOND = "the end".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private SqliteDatabase database;
    private SqliteDatasetRepository repository;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(directory);
        repository = new SqliteDatasetRepository(database);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void testContentComesBackAsItCame() throws IOException {
        final StoredDataset stored = put("a", 3);
        final byte[] content = repository.read(stored).readAllBytes();
        assertEquals(FIRST.length + SECOND.length, content.length);
        assertArrayEquals(FIRST, Arrays.copyOf(content, FIRST.length));
        assertEquals(Optional.of(stored), repository.find(NEWS));
    }

    @Test
    void testWhatIsNotCompleteIsNotSeenAndGoneOnWith() {
        final Draft draft = draft("a");
        repository.begin(draft, NOW);
        repository.append(draft, 0, FIRST);
        assertEquals(Optional.empty(), repository.find(NEWS));
        assertEquals(new Progress(1, Optional.empty()), repository.begin(draft, NOW));
    }

    @Test
    void testRepetitionMakesNoSecondVersion() {
        final StoredDataset stored = put("a", 3);
        assertEquals(Optional.of(stored), repository.begin(draft("a"), NOW).stored());
        assertEquals(stored, repository.complete(draft("a"), 3, NOW.plusSeconds(5)));
        assertEquals(List.of(stored), repository.list());
    }

    @Test
    void testOldVersionsGo() {
        put("a", 2);
        put("b", 2);
        final StoredDataset third = put("c", 2);
        assertEquals(3, third.version());
        assertEquals(
                List.of(3, 2),
                repository.list().stream().map(StoredDataset::version).toList());
        assertEquals(
                4L,
                database.read(connection ->
                                Sql.first(connection, "SELECT count(*) FROM dataset_chunks", row -> row.getLong(1)))
                        .orElseThrow());
    }

    @Test
    void testVersionThatWasDeletedMeanwhileIsNotReadInPart() {
        final StoredDataset first = put("a", 1);
        put("b", 1);
        final IOException gone =
                assertThrows(IOException.class, () -> repository.read(first).readAllBytes());
        assertTrue(gone.getMessage().contains("was deleted while it was read"), gone.getMessage());
    }

    @Test
    void testDraftThatNobodyGoesOnWithIsGivenUp() {
        final Draft draft = draft("a");
        repository.begin(draft, NOW);
        repository.append(draft, 0, FIRST);
        repository.begin(draft("b"), NOW.plus(Duration.ofDays(31)));
        assertThrows(IllegalStateException.class, () -> repository.append(draft, 1, SECOND));
    }

    @Test
    void testDamagedChunkIsNamed() {
        final StoredDataset stored = put("a", 1);
        database.write(
                connection -> Sql.update(connection, "UPDATE dataset_chunks SET content = x'00' WHERE sequence = 1"));
        final IOException damaged =
                assertThrows(IOException.class, () -> repository.read(stored).readAllBytes());
        assertTrue(damaged.getMessage().contains("damaged in chunk 1"), damaged.getMessage());
    }

    private StoredDataset put(final String key, final int versionsToKeep) {
        final Draft draft = draft(key);
        repository.begin(draft, NOW);
        repository.append(draft, 0, FIRST);
        repository.append(draft, 1, SECOND);
        return repository.complete(draft, versionsToKeep, NOW);
    }

    private static Draft draft(final String key) {
        return new Draft(key, NEWS, 10, 2, FIRST.length + SECOND.length, "abc");
    }
}
