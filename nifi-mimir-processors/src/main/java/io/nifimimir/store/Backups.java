/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.dataset.Sha256;
import org.sqlite.SQLiteConnection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The backups of a store: {@code mimir_yyyyMMdd_HHmmss.db} in UTC, each with what is known of it in a JSON file beside it. A backup has
 * its name only after it was opened and checked; one that does not match what was written down of it is marked, and counts no more.
 */
final class Backups {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'mimir_'yyyyMMdd'_'HHmmss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String DATABASE = ".db";

    private static final String NOTE = ".json";

    private static final String PART = ".part";

    private static final String BAD = ".bad";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path directory;

    private final int keep;

    /** Guarded by this: the connection on which a backup is being taken or checked. */
    private Optional<Connection> running = Optional.empty();

    /** Guarded by this. */
    private boolean givenUp;

    Backups(final Path directory, final int keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /** Newest first, as they are written down; whether they still are so, {@link #verify} says. */
    List<Backup> list() throws IOException {
        final List<Backup> found = new ArrayList<>();
        for (final Path note : files(NOTE)) {
            final Optional<Backup> backup = read(note);
            if (backup.isPresent()
                    && Files.exists(directory.resolve(backup.get().name()))) {
                found.add(backup.get());
            }
        }
        found.sort(Comparator.comparingLong(Backup::number).reversed());
        return List.copyOf(found);
    }

    /** The newest one that is still as it was written down. */
    Optional<Backup> newestGood() throws IOException {
        for (final Backup backup : list()) {
            if (verify(backup).isEmpty()) {
                return Optional.of(backup);
            }
        }
        return Optional.empty();
    }

    Path file(final Backup backup) {
        return directory.resolve(backup.name());
    }

    /**
     * Takes a backup of what is committed, while others write.
     *
     * @param limit after which it is given up
     */
    Backup take(final Connection connection, final Instant now, final Duration limit) throws IOException, SQLException {
        final String name = freeName(now);
        final Path part = directory.resolve(name + PART);
        boolean taken = false;
        try {
            Files.deleteIfExists(part);
            final Backup backup = within(limit, () -> {
                copy(connection, part);
                return describe(part, name, nextNumber(), now);
            });
            StoreFiles.writeAtomically(note(name), MAPPER.writeValueAsBytes(backup));
            StoreFiles.rename(part, directory.resolve(name));
            taken = true;
            return backup;
        } finally {
            if (!taken) {
                Files.deleteIfExists(part);
                Files.deleteIfExists(note(name));
            }
        }
    }

    private <T> T within(final Duration limit, final Step<T> work) throws IOException, SQLException {
        synchronized (this) {
            givenUp = !limit.isPositive();
        }
        final CompletableFuture<Void> timer = CompletableFuture.runAsync(
                this::giveUp, CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return work.run();
        } finally {
            timer.cancel(false);
        }
    }

    private void copy(final Connection connection, final Path part) throws IOException, SQLException {
        try (Statement statement = connection.createStatement()) {
            running(connection);
            statement.execute("VACUUM INTO '%s'".formatted(part.toString().replace("'", "''")));
        } finally {
            idle();
        }
        StoreFiles.restrict(part);
        StoreFiles.sync(part);
    }

    private synchronized void running(final Connection connection) throws IOException {
        if (givenUp) {
            throw new IOException("The backup was given up, since it took too long or the store is being closed");
        }
        running = Optional.of(connection);
    }

    private synchronized void idle() {
        running = Optional.empty();
    }

    /** Gives up the backup that is being taken, if there is one, be it at its writing or at its check. */
    synchronized void giveUp() {
        givenUp = true;
        if (running.isPresent()) {
            try {
                ((SQLiteConnection) running.get()).getDatabase().interrupt();
            } catch (final SQLException e) {
                throw new IllegalStateException("A backup that takes too long cannot be given up", e);
            }
        }
    }

    /** What is wrong with a backup; empty where it is as it was written down. */
    Optional<String> verify(final Backup backup) throws IOException {
        final Path file = file(backup);
        try {
            final long bytes = Files.size(file);
            if (bytes != backup.bytes()) {
                return Optional.of("%s has %d bytes, expected %d".formatted(backup.name(), bytes, backup.bytes()));
            }
            final String sha256 = Sha256.hex(file);
            return sha256.equals(backup.sha256())
                    ? Optional.empty()
                    : Optional.of("%s has SHA-256 %s, expected %s".formatted(backup.name(), sha256, backup.sha256()));
        } catch (final NoSuchFileException e) {
            return Optional.of("%s is missing".formatted(backup.name()));
        }
    }

    /**
     * Marks what is no longer as it was written down, and lets go of the oldest good ones beyond those that are kept.
     *
     * @return what is wrong with those that were marked now
     */
    List<String> rotate() throws IOException {
        for (final Path leftover : files(PART)) {
            Files.delete(leftover);
        }
        final List<String> faults = new ArrayList<>();
        int good = 0;
        for (final Backup backup : list()) {
            final Optional<String> fault = verify(backup);
            if (fault.isPresent()) {
                faults.add(fault.get());
                markBad(backup);
            } else if (++good > keep) {
                Files.deleteIfExists(file(backup));
                Files.deleteIfExists(note(backup.name()));
            }
        }
        final List<Path> marked = files(BAD);
        for (final Path bad : marked.subList(0, Math.max(0, marked.size() - keep))) {
            Files.delete(bad);
        }
        return List.copyOf(faults);
    }

    /** A copy, synced to the disk, of a backup that was verified before. */
    void copyTo(final Backup backup, final Path target) throws IOException {
        Files.deleteIfExists(target);
        Files.copy(file(backup), target);
        StoreFiles.restrict(target);
        StoreFiles.sync(target);
        final String sha256 = Sha256.hex(target);
        if (!sha256.equals(backup.sha256())) {
            throw new IOException(
                    "Copy of backup %s has SHA-256 %s, expected %s".formatted(backup.name(), sha256, backup.sha256()));
        }
    }

    private void markBad(final Backup backup) throws IOException {
        StoreFiles.rename(file(backup), directory.resolve(backup.name() + BAD));
        Files.deleteIfExists(note(backup.name()));
    }

    private Backup describe(final Path file, final String name, final long number, final Instant now)
            throws IOException, SQLException {
        try (Connection connection = SqliteConnector.readOnly(file)) {
            try {
                running(connection);
                return describe(connection, file, name, number, now);
            } finally {
                idle();
            }
        }
    }

    private static Backup describe(
            final Connection connection, final Path file, final String name, final long number, final Instant now)
            throws IOException, SQLException {
        final Optional<String> damage = IntegrityCheck.full(connection);
        if (damage.isPresent()) {
            throw new IOException("Backup %s is damaged as it was written: %s".formatted(name, damage.get()));
        }
        final int schemaVersion = Migrations.requireStore(connection);
        final Map<String, Long> rows = new TreeMap<>();
        for (final String table : Sql.list(
                connection,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                row -> row.getString(1))) {
            rows.put(
                    table,
                    Sql.first(connection, "SELECT count(*) FROM " + table, row -> row.getLong(1))
                            .orElse(0L));
        }
        final AuditLog.Head head = AuditLog.head(connection);
        return new Backup(
                number,
                name,
                now.toString(),
                Files.size(file),
                Sha256.hex(file),
                schemaVersion,
                rows,
                head.sequence(),
                head.hash());
    }

    private long nextNumber() throws IOException {
        return list().stream().mapToLong(Backup::number).max().orElse(0) + 1;
    }

    /** Two within a second, or the same time again after the clock was put back, must not meet. */
    private String freeName(final Instant now) {
        Instant instant = now;
        String name = NAME.format(instant) + DATABASE;
        while (Files.exists(directory.resolve(name)) || Files.exists(directory.resolve(name + BAD))) {
            instant = instant.plusSeconds(1);
            name = NAME.format(instant) + DATABASE;
        }
        return name;
    }

    private Path note(final String name) {
        return directory.resolve(name.substring(0, name.length() - DATABASE.length()) + NOTE);
    }

    private static Optional<Backup> read(final Path note) throws IOException {
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(note), Backup.class));
        } catch (final JacksonException e) {
            // Without what was written down there is nothing to trust it by
            return Optional.empty();
        }
    }

    private List<Path> files(final String extension) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> {
                        final String name = file.getFileName().toString();
                        return name.startsWith("mimir_") && name.endsWith(extension);
                    })
                    .sorted()
                    .toList();
        }
    }

    /** Part of the taking of a backup. */
    @FunctionalInterface
    private interface Step<T> {
        T run() throws IOException, SQLException;
    }
}
