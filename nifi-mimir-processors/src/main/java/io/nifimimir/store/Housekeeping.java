/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the store does by itself, on a thread of its own: checkpoints, backups, letting go of what is old, and a look at disk and file. */
final class Housekeeping {
    private static final Duration TICK = Duration.ofSeconds(10);

    private static final Duration RETENTION_INTERVAL = Duration.ofHours(24);

    private static final Duration RETRY = Duration.ofHours(1);

    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    /** Of a slow memory card, which writes a backup and then reads it twice to check it. */
    private static final double SLOW_BYTES_PER_SECOND = 10e6;

    /** What takes longer hangs. */
    static final Duration BACKUP_LIMIT = Duration.ofHours(2);

    private final SqliteDatabase database;

    private final StoreSettings settings;

    private final Backups backups;

    private final DiskGuard diskGuard;

    private final Clock clock;

    private final StoreListener listener;

    private final Instant startedAt;

    private final Stopwatch sinceStart = new Stopwatch();

    private final Stopwatch sinceCheckpoint = new Stopwatch();

    private final ScheduledExecutorService executor;

    private Stopwatch sinceRetention;

    private Stopwatch sinceFailedBackup;

    private boolean full;

    private boolean lost;

    private boolean rotated;

    /** As the last backup went. */
    private volatile double backupBytesPerSecond = SLOW_BYTES_PER_SECOND;

    private volatile Instant lastCheckpoint;

    private volatile String backupFault;

    Housekeeping(
            final SqliteDatabase database,
            final StoreSettings settings,
            final Backups backups,
            final DiskGuard diskGuard,
            final Clock clock,
            final StoreListener listener) {
        this.database = database;
        this.settings = settings;
        this.backups = backups;
        this.diskGuard = diskGuard;
        this.clock = clock;
        this.listener = listener;
        this.startedAt = clock.instant();
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("mimir-store").factory());
    }

    void start() {
        executor.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** No new work begins; waits for what is under way. */
    void stop(final Duration limit) {
        executor.shutdownNow();
        backups.giveUp();
        try {
            if (!executor.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                listener.warn("Housekeeping of the store was not done in time", null);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Optional<Instant> lastCheckpoint() {
        return Optional.ofNullable(lastCheckpoint);
    }

    Optional<String> backupFault() {
        return Optional.ofNullable(backupFault);
    }

    /** All that is due. What fails does not keep the rest from being done, nor from being tried again. */
    synchronized void tick() {
        attempt("The file of the store cannot be looked at", this::lookAtFile);
        attempt("The disk of the store cannot be looked at", this::lookAtDisk);
        if (lost) {
            return;
        }
        attempt("The log of the store was not moved into its file", this::checkpointIfDue);
        attempt("Backups of the store cannot be looked at", this::rotateOnce);
        attempt("Backups of the store cannot be looked at", this::backUpIfDue);
        attempt("What is old was not let go", this::retainIfDue);
    }

    /** Takes a backup on a connection, marks those that went bad, and lets go of old ones. */
    synchronized Backup backUp(final Connection connection, final Duration limit) throws IOException, SQLException {
        final Backup taken = backUpInHaste(connection, limit);
        rotate();
        return taken;
    }

    /** Takes a backup without a look at the others, which would be read as a whole; that is left to the next start. */
    synchronized Backup backUpInHaste(final Connection connection, final Duration limit)
            throws IOException, SQLException {
        final Stopwatch sinceBegin = new Stopwatch();
        final Backup taken = backups.take(connection, clock.instant(), limit);
        backupBytesPerSecond =
                taken.bytes() * 1e9 / Math.max(1, sinceBegin.elapsed().toNanos());
        return taken;
    }

    /** What a backup of so many bytes is going to take, by how the last one went. */
    Duration backupTime(final long bytes) {
        return Duration.ofNanos((long) (bytes / backupBytesPerSecond * 1e9));
    }

    private void rotate() throws IOException {
        final List<String> faults = backups.rotate();
        faults.forEach(fault -> listener.warn("A backup went bad and counts no more: " + fault, null));
        backupFault = faults.isEmpty() ? null : String.join("; ", faults);
        rotated = true;
    }

    private void rotateOnce() throws IOException {
        if (!rotated) {
            rotate();
        }
    }

    /** Writes down in the audit that a backup was taken. */
    void record(final Backup taken) {
        final Map<String, ?> detail = Map.of("sha256", taken.sha256(), "bytes", taken.bytes());
        database.write(writer -> {
            AuditLog.append(writer, AuditEntry.now(clock.instant(), "backup_taken", "backup", taken.name(), detail));
            return null;
        });
    }

    private void lookAtFile() throws IOException {
        try {
            database.requireInPlace();
            lost = false;
        } catch (final StoreLostException e) {
            if (!lost) {
                lost = true;
                listener.warn(e.getMessage(), e);
                // The content is still there by the open connection, and gone with the process
                database.outsideTransaction(connection -> {
                    try {
                        final Backup rescued = backUp(connection, BACKUP_LIMIT);
                        listener.info("What the lost file held is saved as backup " + rescued.name());
                    } catch (final IOException failure) {
                        failure.addSuppressed(e);
                        listener.warn("What the lost file held could not be saved", failure);
                    }
                });
            }
        }
    }

    private void lookAtDisk() {
        final boolean nowFull = !diskGuard.hasRoom();
        if (nowFull && !full) {
            listener.warn(
                    "The disk of the store is nearly full: %d bytes are free, %d must stay free. New data is refused until there is room."
                            .formatted(diskGuard.freeBytes(), settings.minimumFreeBytes()),
                    null);
        } else if (full && !nowFull) {
            listener.info("The disk of the store has room again: new data is taken");
        }
        full = nowFull;
    }

    private void checkpointIfDue() {
        if (lastCheckpoint == null || sinceCheckpoint.hasReached(settings.checkpointInterval())) {
            database.checkpoint();
            sinceCheckpoint.restart();
            lastCheckpoint = clock.instant();
        }
    }

    private void backUpIfDue() throws IOException {
        final boolean waits = sinceFailedBackup != null && !sinceFailedBackup.hasReached(RETRY);
        if (waits || !backupIsDue()) {
            return;
        }
        try (Connection connection = database.connector().connect()) {
            diskGuard.requireRoomFor(database.bytes());
            final Backup taken = backUp(connection, BACKUP_LIMIT);
            sinceFailedBackup = null;
            record(taken);
            listener.info("Backup %s was taken and verified: %d bytes".formatted(taken.name(), taken.bytes()));
        } catch (final IOException | SQLException | RuntimeException e) {
            sinceFailedBackup = new Stopwatch();
            backupFault = String.valueOf(e.getMessage());
            listener.warn("No backup was taken; it is tried again within the hour", e);
        }
    }

    /** By what is there, so that it holds over restarts. One from the future was taken by a clock that was wrong. */
    private boolean backupIsDue() throws IOException {
        final Instant now = clock.instant();
        return backups.list().stream()
                .findFirst()
                .map(newest -> Instant.parse(newest.takenAt()))
                .map(takenAt -> takenAt.isAfter(now)
                        || !takenAt.plus(settings.backupInterval()).isAfter(now))
                .orElse(true);
    }

    private void retainIfDue() {
        final Instant now = clock.instant();
        if (sinceRetention != null && !sinceRetention.hasReached(RETENTION_INTERVAL)) {
            return;
        }
        sinceRetention = new Stopwatch();
        final Duration leap =
                Duration.between(startedAt.plus(sinceStart.elapsed()), now).abs();
        if (leap.compareTo(CLOCK_TOLERANCE) > 0
                || database.read(connection -> SessionTable.clockIsOnProbation(connection, now))) {
            listener.info("The clock has leapt to %s: until it has proved right, nothing is let go for its age"
                    .formatted(now));
            return;
        }
        final Map<String, Long> removed = new Retention(database, settings.retention()).apply(now);
        if (!removed.isEmpty()) {
            listener.info("Rows older than they are to be kept were let go: " + removed);
        }
    }

    private void attempt(final String failure, final Chore chore) {
        try {
            chore.run();
        } catch (final IOException | RuntimeException e) {
            if (!executor.isShutdown()) {
                listener.warn(failure, e);
            }
        }
    }

    @FunctionalInterface
    private interface Chore {
        void run() throws IOException;
    }

    /** Measures by the machine's own time, which no change of the clock touches. */
    private static final class Stopwatch {
        private long start = System.nanoTime();

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        boolean hasReached(final Duration limit) {
            return elapsed().compareTo(limit) >= 0;
        }

        void restart() {
            start = System.nanoTime();
        }
    }
}
