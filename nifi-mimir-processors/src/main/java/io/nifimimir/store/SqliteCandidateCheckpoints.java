/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.training.CandidateCheckpoints;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Candidates of trainings that are not finished. */
final class SqliteCandidateCheckpoints implements CandidateCheckpoints {
    /** A training that nobody has gone on with for so long was given up, or its settings were changed. */
    private static final Duration GIVEN_UP = Duration.ofDays(7);

    private final SqliteDatabase database;
    private final Clock clock;

    SqliteCandidateCheckpoints(final SqliteDatabase database, final Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<byte[]> find(final String trainingKey, final String target, final String candidate) {
        final String sql =
                "SELECT content FROM training_checkpoints WHERE training_key = ? AND target = ? AND candidate = ?";
        return database.read(connection ->
                Sql.first(connection, sql, row -> row.getBytes("content"), trainingKey, target, candidate));
    }

    @Override
    public void save(final String trainingKey, final String target, final String candidate, final byte[] content) {
        final Instant now = clock.instant();
        database.write(connection -> {
            Sql.update(connection, "DELETE FROM training_checkpoints WHERE saved_at < ?", now.minus(GIVEN_UP));
            return Sql.update(connection, """
                    INSERT INTO training_checkpoints (training_key, target, candidate, saved_at, content)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (training_key, target, candidate) DO NOTHING""", trainingKey, target, candidate, now, content);
        });
    }

    @Override
    public void clear(final String trainingKey) {
        database.write(connection ->
                Sql.update(connection, "DELETE FROM training_checkpoints WHERE training_key = ?", trainingKey));
    }
}
