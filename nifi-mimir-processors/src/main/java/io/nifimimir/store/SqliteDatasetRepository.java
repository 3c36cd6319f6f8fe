/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.source.DatasetName;
import io.nifimimir.source.DatasetRepository;
import io.nifimimir.source.StoredDataset;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;

/** Datasets with their chunks, which are compressed here. */
final class SqliteDatasetRepository implements DatasetRepository {
    /** NiFi repeats a flowfile after a start, and not weeks later. */
    private static final Duration GIVEN_UP = Duration.ofDays(30);

    private static final String COLUMNS =
            "origin, source_id, name, version, row_count, column_count, byte_count, sha256, stored_at";

    private final SqliteDatabase database;

    SqliteDatasetRepository(final SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public Progress begin(final Draft draft, final Instant now) {
        final String insert = """
                INSERT INTO datasets
                    (dataset_key, origin, source_id, name, row_count, column_count, byte_count, sha256, begun_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (dataset_key, origin, source_id, name) DO NOTHING""";
        return database.writeNewData(connection -> {
            deleteGivenUp(connection, now.minus(GIVEN_UP));
            Sql.update(
                    connection,
                    insert,
                    draft.key(),
                    draft.name().origin().wireName(),
                    draft.name().source(),
                    draft.name().name(),
                    draft.rows(),
                    draft.columns(),
                    draft.bytes(),
                    draft.sha256(),
                    now);
            final String chunks = "SELECT count(*) FROM dataset_chunks WHERE dataset_id = ?";
            final long stored = Sql.first(connection, chunks, row -> row.getLong(1), id(connection, draft))
                    .orElseThrow();
            return new Progress(stored, find(connection, draft));
        });
    }

    @Override
    public void append(final Draft draft, final long sequence, final byte[] content) {
        final byte[] compressed = Deflated.compress(content);
        database.writeNewData(connection -> Sql.update(connection, """
                INSERT INTO dataset_chunks (dataset_id, sequence, content) VALUES (?, ?, ?)
                ON CONFLICT (dataset_id, sequence) DO NOTHING""", id(connection, draft), sequence, compressed));
    }

    @Override
    public StoredDataset complete(final Draft draft, final int versionsToKeep, final Instant now) {
        if (versionsToKeep < 1) {
            throw new IllegalArgumentException(
                    "The newest version is always kept: expected 1 or more, found " + versionsToKeep);
        }
        return database.write(connection -> {
            final Optional<StoredDataset> known = find(connection, draft);
            if (known.isPresent()) {
                return known.get();
            }
            final DatasetName name = draft.name();
            final String update = """
                    UPDATE datasets SET stored_at = ?, version = 1 + coalesce((
                        SELECT max(version) FROM datasets WHERE origin = ? AND source_id = ? AND name = ?), 0)
                    WHERE id = ?""";
            Sql.update(
                    connection,
                    update,
                    now,
                    name.origin().wireName(),
                    name.source(),
                    name.name(),
                    id(connection, draft));
            final StoredDataset stored = find(connection, draft).orElseThrow();
            final int removed = deleteBefore(connection, name, stored.version() - versionsToKeep + 1);
            final Map<String, ?> detail = Map.of(
                    "version", stored.version(),
                    "rows", stored.rows(),
                    "bytes", stored.bytes(),
                    "sha256", stored.sha256(),
                    "versions_deleted", removed);
            AuditLog.append(connection, AuditEntry.now(now, "dataset_stored", "dataset", name.toString(), detail));
            return stored;
        });
    }

    @Override
    public Optional<StoredDataset> find(final DatasetName name) {
        final String sql = """
                SELECT %s FROM datasets
                WHERE origin = ? AND source_id = ? AND name = ? AND version IS NOT NULL
                ORDER BY version DESC LIMIT 1""".formatted(COLUMNS);
        return database.read(connection -> Sql.first(
                connection,
                sql,
                SqliteDatasetRepository::dataset,
                name.origin().wireName(),
                name.source(),
                name.name()));
    }

    @Override
    public List<StoredDataset> list() {
        final String sql = """
                SELECT %s FROM datasets WHERE version IS NOT NULL
                ORDER BY origin, source_id, name, version DESC""".formatted(COLUMNS);
        return database.read(connection -> Sql.list(connection, sql, SqliteDatasetRepository::dataset));
    }

    @Override
    public InputStream read(final StoredDataset dataset) {
        return new ChunkInput(dataset.bytes(), sequence -> chunk(dataset, sequence));
    }

    private byte[] chunk(final StoredDataset dataset, final long sequence) throws IOException {
        final String sql = """
                SELECT content FROM dataset_chunks WHERE sequence = ? AND dataset_id = (
                    SELECT id FROM datasets WHERE origin = ? AND source_id = ? AND name = ? AND version = ?)""";
        final DatasetName name = dataset.name();
        final byte[] compressed = database.read(connection -> Sql.first(
                        connection,
                        sql,
                        row -> row.getBytes("content"),
                        sequence,
                        name.origin().wireName(),
                        name.source(),
                        name.name(),
                        dataset.version()))
                .orElseThrow(() -> new IOException(
                        "Version %d of dataset %s was deleted while it was read, at chunk %d: newer ones have come"
                                .formatted(dataset.version(), name, sequence)));
        try {
            return Deflated.expand(compressed);
        } catch (final DataFormatException e) {
            throw new IOException(
                    "Version %d of dataset %s is damaged in chunk %d: put it again, or restore a backup"
                            .formatted(dataset.version(), name, sequence),
                    e);
        }
    }

    private static long id(final Connection connection, final Draft draft) throws SQLException {
        final String sql =
                "SELECT id FROM datasets WHERE dataset_key = ? AND origin = ? AND source_id = ? AND name = ?";
        return Sql.first(
                        connection,
                        sql,
                        row -> row.getLong("id"),
                        draft.key(),
                        draft.name().origin().wireName(),
                        draft.name().source(),
                        draft.name().name())
                .orElseThrow(() -> new IllegalStateException(
                        "Dataset %s was given up before all of it had come".formatted(draft.name())));
    }

    private static Optional<StoredDataset> find(final Connection connection, final Draft draft) throws SQLException {
        final String sql = "SELECT %s FROM datasets WHERE id = ? AND version IS NOT NULL".formatted(COLUMNS);
        return Sql.first(connection, sql, SqliteDatasetRepository::dataset, id(connection, draft));
    }

    private static int deleteBefore(final Connection connection, final DatasetName name, final int version)
            throws SQLException {
        return delete(
                connection,
                "origin = ? AND source_id = ? AND name = ? AND version < ?",
                name.origin().wireName(),
                name.source(),
                name.name(),
                version);
    }

    private static void deleteGivenUp(final Connection connection, final Instant before) throws SQLException {
        delete(connection, "version IS NULL AND begun_at < ?", before);
    }

    private static int delete(final Connection connection, final String condition, final Object... parameters)
            throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM dataset_chunks WHERE dataset_id IN (SELECT id FROM datasets WHERE %s)"
                        .formatted(condition),
                parameters);
        return Sql.update(connection, "DELETE FROM datasets WHERE " + condition, parameters);
    }

    private static StoredDataset dataset(final ResultSet row) throws SQLException {
        return new StoredDataset(
                new DatasetName(
                        DatasetName.Origin.ofWireName(row.getString("origin")),
                        row.getString("source_id"),
                        row.getString("name")),
                row.getInt("version"),
                row.getLong("row_count"),
                row.getInt("column_count"),
                row.getLong("byte_count"),
                row.getString("sha256"),
                Sql.instant(row, "stored_at"));
    }
}
