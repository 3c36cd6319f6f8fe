/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.training.CandidateCheckpoints;
import io.nifimimir.training.TrainingRepository;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

/** The store in a directory of its own: {@code mimir.db} with its log, and the lock that keeps a second program out. */
public final class SqliteStore implements Transactions, Closeable {
    private final SqliteDatabase database;

    private final MonitoringRepository monitoring;

    private final TrainingRepository training;

    private final CandidateCheckpoints candidateCheckpoints;

    private SqliteStore(final SqliteDatabase database, final Clock clock) {
        this.database = database;
        this.monitoring =
                new SqliteMonitoringRepository(database, UUID.randomUUID().toString(), clock);
        this.training = new SqliteTrainingRepository(database);
        this.candidateCheckpoints = new SqliteCandidateCheckpoints(database, clock);
    }

    /**
     * Opens the store, which is made where there is none.
     *
     * @throws IOException with what a person can do about it: the directory is in use, the file is not a store, the disk is not safe
     */
    public static SqliteStore open(final Path directory, final Clock clock) throws IOException {
        Objects.requireNonNull(directory, "Directory required");
        Objects.requireNonNull(clock, "Clock required");
        return new SqliteStore(SqliteDatabase.open(directory), clock);
    }

    public MonitoringRepository monitoring() {
        return monitoring;
    }

    public TrainingRepository training() {
        return training;
    }

    public CandidateCheckpoints candidateCheckpoints() {
        return candidateCheckpoints;
    }

    /** The database file, to be shown and to be read by others. */
    public Path file() {
        return database.file();
    }

    @Override
    public <T> T inTransaction(final Work<T> work) {
        return database.inTransaction(work);
    }

    /** Moves what it can from the log into the database file, without waiting for readers. */
    public void checkpoint() {
        database.checkpoint();
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
