/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.training.TrainingRepository;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

/** An open store. Safe for use by several threads; one process and one opening at a time. */
public final class SqliteStore implements Transactions, Closeable {
    private final SqliteDatabase database;
    private final TrainingRepository training;
    private final MonitoringRepository monitoring;

    private SqliteStore(final SqliteDatabase database, final Clock clock) {
        this.database = database;
        // Tells the runs of this opening from those of an earlier one that the power cut off
        final String owner = UUID.randomUUID().toString();
        training = new SqliteTrainingRepository(database);
        monitoring = new SqliteMonitoringRepository(database, owner, clock);
    }

    /**
     * Opens the store in a directory, made where it is missing.
     *
     * @throws IOException where it cannot be used: in use by another, of a newer version, damaged, or on a file system that cannot keep it
     */
    public static SqliteStore open(final Path directory, final Clock clock) throws IOException {
        return new SqliteStore(SqliteDatabase.open(directory), clock);
    }

    public TrainingRepository training() {
        return training;
    }

    public MonitoringRepository monitoring() {
        return monitoring;
    }

    @Override
    public <T> T inTransaction(final Work<T> work) {
        return database.write("A transaction", connection -> work.run());
    }

    /** Moves what the write-ahead log holds into the file, as far as that does not hold up anybody. */
    public void checkpoint() {
        database.checkpoint();
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
