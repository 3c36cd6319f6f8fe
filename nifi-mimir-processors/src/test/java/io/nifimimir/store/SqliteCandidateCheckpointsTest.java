/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.training.CandidateCheckpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class SqliteCandidateCheckpointsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void whatWasSavedIsFoundAfterARestartAndStaysAsItWas() throws IOException {
        try (SqliteStore store = open(NOW)) {
            store.candidateCheckpoints().save("key", "price", "linear", new byte[] {1, 2});
            store.candidateCheckpoints().save("key", "price", "linear", new byte[] {3});
        }

        try (SqliteStore store = open(NOW)) {
            final CandidateCheckpoints checkpoints = store.candidateCheckpoints();
            assertArrayEquals(
                    new byte[] {1, 2},
                    checkpoints.find("key", "price", "linear").orElseThrow());
            assertEquals(Optional.empty(), checkpoints.find("key", "size", "linear"));
            assertEquals(Optional.empty(), checkpoints.find("other", "price", "linear"));
        }
    }

    @Test
    void aFinishedTrainingLeavesNothingAndOthersStay() throws IOException {
        try (SqliteStore store = open(NOW)) {
            final CandidateCheckpoints checkpoints = store.candidateCheckpoints();
            checkpoints.save("key", "price", "linear", new byte[] {1});
            checkpoints.save("other", "price", "linear", new byte[] {2});
            checkpoints.clear("key");

            assertEquals(Optional.empty(), checkpoints.find("key", "price", "linear"));
            assertArrayEquals(
                    new byte[] {2}, checkpoints.find("other", "price", "linear").orElseThrow());
        }
    }

    @Test
    void whatWasGivenUpIsForgotten() throws IOException {
        try (SqliteStore store = open(NOW)) {
            store.candidateCheckpoints().save("old", "price", "linear", new byte[] {1});
        }

        try (SqliteStore store = open(NOW.plusSeconds(8 * 86_400))) {
            store.candidateCheckpoints().save("new", "price", "linear", new byte[] {2});
            assertEquals(Optional.empty(), store.candidateCheckpoints().find("old", "price", "linear"));
        }
    }

    private SqliteStore open(final Instant now) throws IOException {
        return SqliteStore.open(directory, Clock.fixed(now, ZoneOffset.UTC));
    }
}
