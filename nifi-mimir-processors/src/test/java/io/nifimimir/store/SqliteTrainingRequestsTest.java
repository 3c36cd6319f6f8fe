/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.source.TrainingRequests.Acceptance;
import io.nifimimir.source.TrainingRequests.Entry;
import io.nifimimir.source.TrainingRequests.Order;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteTrainingRequestsTest {
    private static final Instant NOW = TestStores.NOW;
    private static final Order FIRST = new Order("request", "key", "clinic", "abc");

    @TempDir
    private Path directory;

    private SqliteDatabase database;
    private SqliteTrainingRequests requests;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(directory);
        requests = new SqliteTrainingRequests(database);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void testRequestThatNiFiRepeatsIsNewEachTime() {
        assertInstanceOf(Acceptance.New.class, requests.accept(FIRST, NOW));
        assertInstanceOf(Acceptance.New.class, requests.accept(FIRST, NOW.plusSeconds(9)));
        assertEquals(NOW, requests.find("request").orElseThrow().acceptedAt());
    }

    @Test
    void testSameKeyForTheSameIsARepetition() {
        requests.accept(FIRST, NOW);
        final Order again = new Order("other", "key", "clinic", "abc");
        final Acceptance.Repetition underWay =
                assertInstanceOf(Acceptance.Repetition.class, requests.accept(again, NOW));
        assertFalse(underWay.earlier().isCompleted());
        requests.complete("request", 201, "{\"models_created\":1}", NOW.plusSeconds(60));
        final Acceptance.Repetition done = assertInstanceOf(Acceptance.Repetition.class, requests.accept(again, NOW));
        assertTrue(done.earlier().isCompleted());
        assertEquals(201, done.earlier().status());
        assertEquals(Optional.empty(), requests.find("other"));
    }

    @Test
    void testSameKeyForSomethingElseIsFoundOut() {
        requests.accept(FIRST, NOW);
        assertInstanceOf(Acceptance.KeyInUse.class, requests.accept(new Order("other", "key", "clinic", "def"), NOW));
        assertInstanceOf(Acceptance.KeyInUse.class, requests.accept(new Order("other", "key", "school", "abc"), NOW));
    }

    @Test
    void testRequestsWithoutAKeyAreApart() {
        assertInstanceOf(Acceptance.New.class, requests.accept(new Order("a", null, "clinic", "abc"), NOW));
        assertInstanceOf(Acceptance.New.class, requests.accept(new Order("b", null, "clinic", "abc"), NOW));
    }

    @Test
    void testFirstAnswerStands() {
        requests.accept(FIRST, NOW);
        requests.complete("request", 201, "{}", NOW.plusSeconds(1));
        requests.complete("request", 422, "{\"error\":\"late\"}", NOW.plusSeconds(2));
        assertEquals(
                new Entry(FIRST, NOW, NOW.plusSeconds(1), 201, "{}"),
                requests.find("request").orElseThrow());
    }

    @Test
    void testOldRequestsGo() {
        requests.accept(FIRST, NOW);
        requests.accept(new Order("other", null, "clinic", "abc"), NOW.plus(Duration.ofDays(31)));
        assertEquals(Optional.empty(), requests.find("request"));
    }
}
