/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dashboard.DashboardRepository;
import io.nifimimir.monitoring.MonitoringCatalog;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import io.nifimimir.source.DatasetRepository;
import io.nifimimir.source.TrainingRequests;
import io.nifimimir.training.CandidateCheckpoints;
import io.nifimimir.training.ModelCatalog;
import io.nifimimir.training.TrainingRepository;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** The store in a directory of its own: {@code mimir.db} with its log, its backups, and the lock that keeps a second program out. */
public final class SqliteStore implements Transactions, Closeable {
    private static final String MISSING_LOG = """
            The log %s is missing, though the last session was cut off: what was committed since it was last moved into the \
            database file is lost. Where the file is a copy that was taken from a backup, nothing is.""";

    private final SqliteDatabase database;

    private final StoreSettings settings;

    private final Clock clock;

    private final StoreListener listener;

    private final Backups backups;

    private final DiskGuard diskGuard;

    private final Housekeeping housekeeping;

    private final ConnectionPool readOnlyConnections;

    private final ConnectionPool writingConnections;

    private final SchedulerRepository scheduler;

    private final MonitoringRepository monitoring;

    private final AlertRepository alerts;

    private final TrainingRepository training;

    private final CandidateCheckpoints candidateCheckpoints;

    private final DatasetRepository datasets;

    private final TrainingRequests trainingRequests;

    private final MonitoringCatalog monitoringCatalog;

    private final ModelCatalog modelCatalog;

    private final DashboardRepository dashboard;

    private final CacheTable cache;

    private final FileSystemType fileSystem;

    private final Duration syncTime;

    private final Optional<Restoration> restoration;

    private final Instant openedAt;

    private final long session;

    private final long changesBefore;

    private SqliteStore(
            final SqliteDatabase database,
            final StoreSettings settings,
            final Backups backups,
            final DiskGuard diskGuard,
            final Optional<Restoration> restoration,
            final Clock clock,
            final StoreListener listener)
            throws IOException {
        this.database = database;
        this.settings = settings;
        this.backups = backups;
        this.diskGuard = diskGuard;
        this.restoration = restoration;
        this.clock = clock;
        this.listener = listener;
        this.fileSystem = FileSystemType.of(settings.directory());
        this.syncTime = SelfTest.measureSync(settings.directory());
        this.openedAt = clock.instant();
        this.session = database.write(connection -> SessionTable.begin(connection, openedAt));
        this.changesBefore = database.write(SqliteStore::changes);
        this.housekeeping = new Housekeeping(database, settings, backups, diskGuard, clock, listener);
        this.readOnlyConnections = new ConnectionPool(() -> SqliteConnector.readOnly(database.file()));
        this.writingConnections = new ConnectionPool(() -> confined(database.connector()));
        final RunTable runs = new RunTable(UUID.randomUUID().toString());
        this.scheduler = new SqliteSchedulerRepository(database, runs, System::nanoTime);
        this.monitoring = new SqliteMonitoringRepository(database, runs, clock);
        this.alerts = new SqliteAlertRepository(database);
        this.training = new SqliteTrainingRepository(database);
        this.candidateCheckpoints = new SqliteCandidateCheckpoints(database, clock);
        this.datasets = new SqliteDatasetRepository(database);
        this.trainingRequests = new SqliteTrainingRequests(database);
        this.monitoringCatalog = new SqliteMonitoringCatalog(database);
        this.modelCatalog = new SqliteModelCatalog(database);
        this.dashboard = new SqliteDashboardRepository(database, this::health);
        this.cache = new CacheTable(database, clock);
    }

    /** Opens a store as suits most, with nothing done by itself in the background. */
    public static SqliteStore open(final Path directory, final Clock clock) throws IOException {
        return open(StoreSettings.of(directory).withMinimumFreeBytes(0), clock, new SilentListener());
    }

    /**
     * Opens the store, which is made where there is none, and restored from a backup where it is damaged.
     *
     * @throws IOException with what a person can do about it: the directory is in use, the file is not a store, the disk is not safe
     */
    public static SqliteStore open(final StoreSettings settings, final Clock clock, final StoreListener listener)
            throws IOException {
        Objects.requireNonNull(settings, "Settings required");
        Objects.requireNonNull(clock, "Clock required");
        Objects.requireNonNull(listener, "Listener required");
        Preloading.ofPackageOf(SqliteStore.class);
        final StoreFiles files = settings.files();
        final Backups backups = new Backups(settings.backupDirectory(), settings.backupsToKeep());
        final DiskGuard diskGuard = new DiskGuard(settings.directory(), settings.minimumFreeBytes());
        final AtomicReference<Optional<Restoration>> restored = new AtomicReference<>(Optional.empty());
        final AtomicReference<Optional<String>> lostLog = new AtomicReference<>(Optional.empty());
        final Instant beforeRecovery = clock.instant();
        final SqliteDatabase database = SqliteDatabase.open(files, settings.durability(), diskGuard, directory -> {
            requireLocal(directory, FileSystemType.of(directory), settings.networkPolicy(), listener);
            final Path log = WriteAheadLog.of(files.database());
            final boolean withoutLog = Files.exists(files.database()) && Files.notExists(log);
            lostLog.set(withoutLog ? Optional.of(MISSING_LOG.formatted(log)) : WriteAheadLog.damage(log));
            restored.set(new Recovery(files, backups, Migrations.ofResources(), clock, listener)
                    .prepare(settings.restoreBackup()));
        });
        try {
            final SqliteStore store =
                    new SqliteStore(database, settings, backups, diskGuard, restored.get(), clock, listener);
            final boolean restoredNow = restored.get()
                    .filter(restoration -> !Instant.parse(restoration.at()).isBefore(beforeRecovery))
                    .isPresent();
            if (!restoredNow) {
                lostLog.get().ifPresent(store::noteLostLog);
            }
            return store;
        } catch (final IOException | RuntimeException e) {
            Closing.after(e, database);
            throw e;
        }
    }

    /** A log that is gone is missed only where the last session did not end as it should, and empty it. */
    private void noteLostLog(final String finding) {
        database.write(connection -> {
            if (SessionTable.wasCutOff(connection, session)) {
                listener.warn(finding, null);
                final Map<String, ?> detail = Map.of("finding", finding);
                AuditLog.append(
                        connection,
                        AuditEntry.now(
                                openedAt,
                                "log_damaged",
                                "store",
                                settings.directory().toString(),
                                detail));
            }
            return null;
        });
    }

    /** Begins with what the store does by itself, until it is closed. */
    public void startHousekeeping() {
        housekeeping.start();
    }

    /** Does now what is due of it. */
    void keepHouse() {
        housekeeping.tick();
    }

    public SchedulerRepository scheduler() {
        return scheduler;
    }

    public MonitoringRepository monitoring() {
        return monitoring;
    }

    public AlertRepository alerts() {
        return alerts;
    }

    public TrainingRepository training() {
        return training;
    }

    public DatasetRepository datasets() {
        return datasets;
    }

    public TrainingRequests trainingRequests() {
        return trainingRequests;
    }

    public MonitoringCatalog monitoringCatalog() {
        return monitoringCatalog;
    }

    public ModelCatalog modelCatalog() {
        return modelCatalog;
    }

    public DashboardRepository dashboard() {
        return dashboard;
    }

    public CacheTable cache() {
        return cache;
    }

    public CandidateCheckpoints candidateCheckpoints() {
        return candidateCheckpoints;
    }

    /** The database file, to be shown and to be read by others. */
    public Path file() {
        return database.file();
    }

    /** Whether this is the store of a directory. */
    public boolean isIn(final Path directory) {
        try {
            return Files.isSameFile(database.file().getParent(), directory);
        } catch (final NoSuchFileException e) {
            return false;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> T inTransaction(final Work<T> work) {
        return database.inTransaction(work);
    }

    /**
     * A connection for SQL of others; closing it gives it back.
     *
     * @param writing false for one that cannot change anything
     */
    public Connection connection(final boolean writing) throws SQLException {
        return (writing ? writingConnections : readOnlyConnections).borrow();
    }

    /**
     * Asks whether new data is taken.
     *
     * @throws StoreFullException where the disk has too little room
     * @throws StoreLostException where the file was deleted or replaced
     */
    public void requireRoom() {
        try {
            database.requireInPlace();
            diskGuard.requireRoom();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the whole audit, and names the first entry that does not fit the one before it. */
    public AuditVerification verifyAudit() {
        return database.read(AuditLog::verify);
    }

    public StoreHealth health() throws IOException {
        return new StoreHealth(
                database.file().toString(),
                database.isInPlace() ? database.bytes() : 0,
                diskGuard.freeBytes(),
                Migrations.STEPS.size(),
                fileSystem.name(),
                syncTime,
                database.isInPlace(),
                diskGuard.hasRoom(),
                openedAt,
                database.read(connection -> SessionTable.lastCleanStop(connection, session)),
                database.read(connection -> SessionTable.wasCutOff(connection, session)),
                housekeeping.lastCheckpoint(),
                backups.list().stream().findFirst(),
                housekeeping.backupFault(),
                restoration);
    }

    /** Moves what it can from the log into the database file, without waiting for readers. */
    public void checkpoint() {
        database.checkpoint();
    }

    /** Takes a backup now, and verifies it. */
    public Backup backUp() throws IOException {
        try (Connection connection = database.connector().connect()) {
            final Backup taken = housekeeping.backUp(connection, Housekeeping.BACKUP_LIMIT);
            housekeeping.record(taken);
            return taken;
        } catch (final SQLException e) {
            throw new IOException("No backup of %s was taken: %s".formatted(database.file(), e.getMessage()), e);
        }
    }

    /**
     * Takes no new work, waits for what is running, and leaves a whole file without a log, and a backup of it if it was changed. All of it
     * together keeps within the limit of the stop: a backup that would not is left to the schedule.
     */
    @Override
    public void close() throws IOException {
        try {
            closeInOrder();
        } catch (final LinkageError e) {
            // Whatever else cannot be loaded any more, the next service gets the directory
            database.close();
            throw new IOException(
                    "Store %s was closed without its last steps: %s".formatted(database.file(), e.getMessage()), e);
        }
    }

    private void closeInOrder() throws IOException {
        final Deadline deadline = Deadline.in(settings.stopLimit());
        housekeeping.stop(deadline.remaining().dividedBy(2));
        closePools();
        database.close(
                deadline.remaining(),
                connection -> SessionTable.end(connection, session, clock.instant()),
                connection -> backUpOnStop(connection, deadline));
    }

    /** A backup that fails does not keep the store from being closed: the file itself is whole. */
    private void backUpOnStop(final Connection connection, final Deadline deadline) throws SQLException {
        try {
            // One row is the end of the session
            final boolean changed = changes(connection) > changesBefore + 1;
            // What a session wrote that was cut off is in no backup
            if (changed
                    || SessionTable.wasCutOff(connection, session)
                    || backups.list().isEmpty()) {
                final long bytes = database.bytes();
                final Duration expected = housekeeping.backupTime(bytes);
                if (expected.compareTo(deadline.remaining()) > 0) {
                    listener.info(
                            "No backup on the stop: %d bytes would take about %d ms, and %d ms are left of the time for it. The next one is taken when it is due."
                                    .formatted(
                                            bytes,
                                            expected.toMillis(),
                                            deadline.remaining().toMillis()));
                    return;
                }
                diskGuard.requireRoomFor(bytes);
                housekeeping.backUpInHaste(connection, deadline.remaining());
            }
        } catch (final IOException | SQLException | RuntimeException e) {
            listener.warn("No backup was taken on the stop; the last one stays", e);
        } catch (final LinkageError e) {
            // A class of another library that nothing has needed before, and whose file NiFi has taken away with its
            // NAR
            listener.warn("No backup on the stop: the NAR is being replaced. The next one is taken when it is due.", e);
        }
    }

    private void closePools() throws IOException {
        try {
            readOnlyConnections.close();
            writingConnections.close();
        } catch (final SQLException e) {
            throw new IOException("Connections to %s could not be closed".formatted(database.file()), e);
        }
    }

    static void requireLocal(
            final Path directory, final FileSystemType type, final NetworkPolicy policy, final StoreListener listener)
            throws IOException {
        if (type.shared()) {
            if (policy == NetworkPolicy.REFUSE) {
                throw new IOException(type.warning(directory));
            }
            listener.warn(type.warning(directory), null);
        }
    }

    private static Connection confined(final SqliteConnector connector) throws SQLException {
        final Connection connection = connector.connect();
        try {
            SqliteConnector.confine(connection);
            return connection;
        } catch (final SQLException e) {
            Closing.after(e, connection);
            throw e;
        }
    }

    private static long changes(final Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT total_changes()", row -> row.getLong(1))
                .orElse(0L);
    }

    /** For those who look at the store themselves. */
    private static final class SilentListener implements StoreListener {
        @Override
        public void info(final String message) {
            // Nobody asks
        }

        @Override
        public void warn(final String message, final Throwable cause) {
            // Nobody asks
        }
    }
}
