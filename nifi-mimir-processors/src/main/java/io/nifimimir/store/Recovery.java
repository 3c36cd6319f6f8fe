/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sees to it that there is a whole database before it is opened: puts a backup in place where the user asks for it, or where the file is
 * damaged or gone. What was there before is set aside with its log, and never written to.
 */
final class Recovery {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'_'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final JsonMapper MAPPER = new JsonMapper();

    private final StoreFiles files;

    private final Backups backups;

    private final Migrations migrations;

    private final Clock clock;

    private final StoreListener listener;

    /** Where a backup is made ready; under its right name it is whole. */
    private final Path ready;

    Recovery(
            final StoreFiles files,
            final Backups backups,
            final Migrations migrations,
            final Clock clock,
            final StoreListener listener) {
        this.files = files;
        this.backups = backups;
        this.migrations = migrations;
        this.clock = clock;
        this.listener = listener;
        this.ready = files.database().resolveSibling(StoreFiles.DATABASE + ".restoring");
    }

    /** @return what is known of the last restoration, be it now or at an earlier start */
    Optional<Restoration> prepare(final Optional<String> requested) throws IOException, SQLException {
        finishInterrupted();
        final Optional<Restoration> last = last();
        final Optional<String> done = last.map(Restoration::requested);
        if (requested.isPresent() && !requested.equals(done)) {
            return Optional.of(
                    restore(wanted(requested.get()), "it was asked for", "replaced", requested.get(), false));
        }
        final Optional<String> damage = damage();
        if (damage.isPresent()) {
            final Backup backup = backups.newestGood()
                    .orElseThrow(() -> new IOException(
                            "%s is damaged (%s), and there is no good backup in %s to put in its place. Move it away to start with an empty store, or put a backup there."
                                    .formatted(files.database(), damage.get(), files.backups())));
            return Optional.of(restore(backup, damage.get(), "damaged", done.orElse(null), true));
        }
        if (requested.isEmpty() && done.isPresent()) {
            // Whoever takes the name away and sets it again means it again
            return Optional.of(remember(last.get(), null));
        }
        return last;
    }

    private Optional<String> damage() throws IOException, SQLException {
        final Path database = files.database();
        final boolean nothing = Files.notExists(database) || Files.size(database) == 0;
        if (nothing) {
            return backups.list().isEmpty()
                    ? Optional.empty()
                    : Optional.of("%s is %s".formatted(database, Files.exists(database) ? "empty" : "gone"));
        }
        final Optional<String> damage = IntegrityCheck.quick(database);
        if (damage.isEmpty()) {
            try (Connection connection = SqliteConnector.readOnly(database)) {
                Migrations.requireStore(connection);
            }
        }
        return damage.map(found -> "%s is damaged: %s".formatted(database, found));
    }

    private Backup wanted(final String name) throws IOException {
        final Backup backup = backups.list().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "There is no backup %s in %s, which is to be restored".formatted(name, files.backups())));
        final Optional<String> fault = backups.verify(backup);
        if (fault.isPresent()) {
            throw new IOException("Backup that is to be restored is damaged: " + fault.get());
        }
        return backup;
    }

    private Restoration restore(
            final Backup backup,
            final String reason,
            final String suffix,
            final String requested,
            final boolean salvage)
            throws IOException, SQLException {
        final Instant now = clock.instant();
        final Path database = files.database();
        final boolean exists = Files.exists(database);
        final Path aside = exists ? freeName(suffix, now) : null;
        backups.copyTo(backup, ready);
        final Map<String, Long> rescued = new TreeMap<>();
        final String lossTo =
                exists ? Files.getLastModifiedTime(database).toInstant().toString() : now.toString();
        final Restoration restoration;
        try (Connection connection = new SqliteConnector(ready, Durability.FULL).connect()) {
            migrations.apply(connection);
            if (salvage && exists) {
                rescued.putAll(salvage(connection));
            }
            restoration = new Restoration(
                    backup.name(),
                    now.toString(),
                    reason,
                    exists ? aside.getFileName().toString() : null,
                    backup.takenAt(),
                    lossTo,
                    rescued,
                    requested);
            AuditLog.append(connection, entry(restoration, now));
            Sql.list(connection, "PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
        }
        if (exists) {
            StoreFiles.renameDatabase(database, aside);
        }
        StoreFiles.rename(ready, database);
        listener.warn(restoration.message(), null);
        return remember(restoration, requested);
    }

    /** In one transaction, so that a table is taken over as far as it can be read, or the whole is left. */
    private Map<String, Long> salvage(final Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            final Map<String, Long> rescued = Salvage.copy(files.database(), connection);
            connection.commit();
            return rescued;
        } catch (final SQLException e) {
            connection.rollback();
            listener.warn("Nothing could be taken over from the damaged file " + files.database(), e);
            return Map.of();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static AuditEntry entry(final Restoration restoration, final Instant now) {
        final Map<String, Object> detail = new TreeMap<>();
        detail.put("reason", restoration.reason());
        detail.put("kept_aside", restoration.keptAside());
        detail.put("loss_from", restoration.lossFrom());
        detail.put("loss_to", restoration.lossTo());
        detail.put("rescued", restoration.rescued());
        return AuditEntry.now(now, "store_restored", "backup", restoration.backup(), detail);
    }

    /** A power cut between the two names leaves the database without one; what was made ready is whole by then. */
    private void finishInterrupted() throws IOException {
        if (Files.exists(ready) && Files.notExists(files.database())) {
            StoreFiles.rename(ready, files.database());
        } else {
            for (final String companion : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(ready.resolveSibling(ready.getFileName() + companion));
            }
        }
    }

    private Optional<Restoration> last() throws IOException {
        if (Files.notExists(files.restoration())) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(files.restoration()), Restoration.class));
        } catch (final JacksonException e) {
            listener.warn("What was written down of the last restoration cannot be read: " + files.restoration(), e);
            return Optional.empty();
        }
    }

    private Restoration remember(final Restoration restoration, final String requested) throws IOException {
        final Restoration remembered = Objects.equals(restoration.requested(), requested)
                ? restoration
                : new Restoration(
                        restoration.backup(),
                        restoration.at(),
                        restoration.reason(),
                        restoration.keptAside(),
                        restoration.lossFrom(),
                        restoration.lossTo(),
                        restoration.rescued(),
                        requested);
        StoreFiles.writeAtomically(files.restoration(), MAPPER.writeValueAsBytes(remembered));
        return remembered;
    }

    private Path freeName(final String suffix, final Instant now) {
        final String name = "%s.%s-%s".formatted(StoreFiles.DATABASE, suffix, TIME.format(now));
        Path free = files.directory().resolve(name);
        for (int number = 2; Files.exists(free); number++) {
            free = files.directory().resolve(name + "-" + number);
        }
        return free;
    }
}
