/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Values under keys, each change one transaction. A value counts up its revision with each change. Where the disk has too little room,
 * what is there is still found, and a new value is refused with a {@link StoreFullException}.
 */
public final class CacheTable {
    private final SqliteDatabase database;

    private final Clock clock;

    CacheTable(final SqliteDatabase database, final Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Optional<Entry> find(final byte[] key) {
        return database.read(connection -> find(connection, key));
    }

    public List<byte[]> keys() {
        return database.read(
                connection -> Sql.list(connection, "SELECT key FROM cache_entries", row -> row.getBytes("key")));
    }

    public void put(final byte[] key, final byte[] value) {
        save(key, value);
    }

    /** Stores a value where there is none; returns the one that was there. */
    public Optional<Entry> putIfAbsent(final byte[] key, final byte[] value) {
        return database.write(connection -> {
            final Optional<Entry> found = find(connection, key);
            if (found.isEmpty()) {
                save(key, value);
            }
            return found;
        });
    }

    /**
     * Stores a value where the one that is there has the revision that the caller knows.
     *
     * @param revision empty where there was none
     * @return false where somebody else has changed it
     */
    public boolean replace(final byte[] key, final byte[] value, final Optional<Long> revision) {
        return database.write(connection -> {
            final Optional<Long> found = find(connection, key).map(Entry::revision);
            final boolean unchanged = found.equals(revision);
            if (unchanged) {
                save(key, value);
            }
            return unchanged;
        });
    }

    /** @return what was there */
    public Optional<Entry> remove(final byte[] key) {
        return database.write(connection -> {
            final Optional<Entry> found = find(connection, key);
            Sql.update(connection, "DELETE FROM cache_entries WHERE key = ?", key);
            return found;
        });
    }

    private static Optional<Entry> find(final Connection connection, final byte[] key) throws SQLException {
        return Sql.first(
                connection,
                "SELECT value, revision FROM cache_entries WHERE key = ?",
                row -> new Entry(row.getBytes("value"), row.getLong("revision")),
                key);
    }

    private void save(final byte[] key, final byte[] value) {
        final String sql = """
                INSERT INTO cache_entries (key, value, revision, updated_at) VALUES (?, ?, 1, ?)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value, revision = revision + 1,
                    updated_at = excluded.updated_at""";
        database.writeNewData(connection -> Sql.update(connection, sql, key, value, clock.instant()));
    }

    /** A value with its revision. */
    public record Entry(byte[] value, long revision) {}
}
