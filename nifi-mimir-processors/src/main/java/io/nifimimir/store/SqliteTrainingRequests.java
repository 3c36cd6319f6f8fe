/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.source.TrainingRequests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Statements on {@code training_requests}. */
final class SqliteTrainingRequests implements TrainingRequests {
    /** Nobody repeats a request, or asks about it, for so long. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final SqliteDatabase database;

    SqliteTrainingRequests(final SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public Acceptance accept(final Order order, final Instant now) {
        return database.writeNewData(connection -> {
            Sql.update(connection, "DELETE FROM training_requests WHERE accepted_at < ?", now.minus(KEPT));
            final Optional<Entry> sameKey = order.idempotencyKey() == null
                    ? Optional.empty()
                    : Sql.first(
                            connection,
                            "SELECT * FROM training_requests WHERE idempotency_key = ?",
                            SqliteTrainingRequests::entry,
                            order.idempotencyKey());
            if (sameKey.isPresent() && !sameKey.get().order().id().equals(order.id())) {
                final Order earlier = sameKey.get().order();
                final boolean same = earlier.ontologyId().equals(order.ontologyId())
                        && earlier.bodySha256().equals(order.bodySha256());
                return same ? new Acceptance.Repetition(sameKey.get()) : new Acceptance.KeyInUse();
            }
            final String insert = """
                    INSERT INTO training_requests (id, idempotency_key, ontology_id, body_sha256, accepted_at)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO NOTHING""";
            Sql.update(
                    connection,
                    insert,
                    order.id(),
                    order.idempotencyKey(),
                    order.ontologyId(),
                    order.bodySha256(),
                    now);
            return new Acceptance.New();
        });
    }

    @Override
    public Optional<Entry> find(final String id) {
        return database.read(connection -> find(connection, id));
    }

    @Override
    public void complete(final String id, final int status, final String answer, final Instant now) {
        final String sql = """
                UPDATE training_requests SET completed_at = ?, http_status = ?, answer = ?
                WHERE id = ? AND completed_at IS NULL""";
        database.write(connection -> Sql.update(connection, sql, now, status, answer, id));
    }

    private static Optional<Entry> find(final Connection connection, final String id) throws SQLException {
        return Sql.first(connection, "SELECT * FROM training_requests WHERE id = ?", SqliteTrainingRequests::entry, id);
    }

    private static Entry entry(final ResultSet row) throws SQLException {
        final Instant completedAt = Sql.instant(row, "completed_at");
        return new Entry(
                new Order(
                        row.getString("id"),
                        row.getString("idempotency_key"),
                        row.getString("ontology_id"),
                        row.getString("body_sha256")),
                Sql.instant(row, "accepted_at"),
                completedAt,
                completedAt == null ? null : row.getInt("http_status"),
                row.getString("answer"));
    }
}
