/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks a store over without opening it for itself: whatever is found stays as it is, and a store that is in use goes on. What it reads
 * is read through connections that cannot write.
 */
public final class StoreInspection {
    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

    private final StoreSettings settings;

    private final StoreFiles files;

    private final boolean openHere;

    private final List<Finding> findings = new ArrayList<>();

    private boolean stopped;

    private StoreInspection(final StoreSettings settings, final boolean openHere) {
        this.settings = settings;
        this.openHere = openHere;
        this.files = settings.files();
    }

    /**
     * Looks at each thing in turn.
     *
     * @param openHere whether the store that is looked at is the one that the caller has open; another's is a failure
     * @return one finding for each thing; what makes no sense behind a failure is skipped
     */
    public static List<Finding> of(final StoreSettings settings, final boolean openHere) {
        final StoreInspection inspection = new StoreInspection(settings, openHere);
        inspection.look("Directory", inspection::directory);
        inspection.look("File System", inspection::fileSystem);
        inspection.look("Schema", inspection::schema);
        inspection.look("Integrity", inspection::integrity);
        inspection.look("Audit", inspection::audit);
        inspection.look("Backups", inspection::backups);
        return List.copyOf(inspection.findings);
    }

    private void look(final String step, final Look look) {
        if (stopped) {
            findings.add(new Finding(step, Result.SKIPPED, "An earlier step failed"));
            return;
        }
        try {
            findings.add(new Finding(step, Result.PASSED, look.look()));
        } catch (final NothingYetException e) {
            findings.add(new Finding(step, Result.SKIPPED, e.getMessage()));
        } catch (final IOException | SQLException | RuntimeException e) {
            stopped = !"Backups".equals(step) && !"Audit".equals(step);
            findings.add(new Finding(step, Result.FAILED, String.valueOf(e.getMessage())));
        }
    }

    private String directory() throws IOException {
        final Path directory = settings.directory().toAbsolutePath();
        final Path existing = existing();
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new IOException("%s is no directory that NiFi may write to".formatted(existing));
        }
        if (existing.equals(directory) && !openHere) {
            StoreLock.acquire(directory.toRealPath()).close();
        }
        return existing.equals(directory)
                ? "%s can be written to".formatted(directory)
                : "%s will be made".formatted(directory);
    }

    private String fileSystem() throws IOException {
        final FileSystemType type = FileSystemType.of(existing());
        if (type.shared() && settings.networkPolicy() == NetworkPolicy.REFUSE) {
            throw new IOException(type.warning(settings.directory()));
        }
        final DiskGuard diskGuard = new DiskGuard(existing(), settings.minimumFreeBytes());
        diskGuard.requireRoom();
        return String.format(
                Locale.ROOT,
                "%s; a write is on the disk in %.2f ms; %d MB are free%s",
                type.name(),
                SelfTest.measureSync(existing()).toNanos() / NANOSECONDS_PER_MILLISECOND,
                diskGuard.freeBytes() >> 20,
                type.shared() ? ". " + type.warning(settings.directory()) : "");
    }

    private String schema() throws SQLException {
        try (Connection connection = read()) {
            final int version = Migrations.requireStore(connection);
            final String mode = Sql.first(connection, "PRAGMA journal_mode", row -> row.getString(1))
                    .orElse("none");
            return "Version %d of %d, journal mode %s".formatted(version, Migrations.STEPS.size(), mode);
        }
    }

    private String integrity() throws IOException, SQLException {
        requireDatabase();
        final Optional<String> damage = IntegrityCheck.quick(files.database());
        if (damage.isPresent()) {
            throw new IOException(
                    "%s is damaged: %s. When the store is enabled, the newest good backup takes its place."
                            .formatted(files.database(), damage.get()));
        }
        return "Each page of %s is whole".formatted(files.database());
    }

    private String audit() throws IOException, SQLException {
        try (Connection connection = read()) {
            if (Migrations.requireStore(connection) < Migrations.STEPS.size()) {
                throw new NothingYetException("The store is brought up to date when it is enabled");
            }
            final AuditVerification verification = AuditLog.verify(connection);
            if (!verification.intact()) {
                throw new IOException("The audit was changed. First broken entry is %d: %s"
                        .formatted(verification.firstBroken().getAsLong(), verification.finding()));
            }
            return verification.finding();
        }
    }

    private String backups() throws IOException {
        final Backups backups = new Backups(settings.backupDirectory(), settings.backupsToKeep());
        final List<Backup> kept = backups.list();
        final List<String> faults = new ArrayList<>();
        for (final Backup backup : kept) {
            backups.verify(backup).ifPresent(faults::add);
        }
        if (!faults.isEmpty()) {
            throw new IOException("Of %d backups these are bad: %s".formatted(kept.size(), String.join("; ", faults)));
        }
        if (kept.isEmpty()) {
            throw new NothingYetException("There is no backup yet in " + settings.backupDirectory());
        }
        return "%d backups in %s, each as it was written; the newest is %s"
                .formatted(
                        kept.size(), settings.backupDirectory(), kept.getFirst().name());
    }

    private Connection read() throws SQLException {
        requireDatabase();
        return SqliteConnector.readOnly(files.database());
    }

    private void requireDatabase() {
        if (Files.notExists(files.database())) {
            throw new NothingYetException("There is no store yet: it is made when the service is enabled");
        }
    }

    /** The directory, or the nearest one above it that exists. */
    private Path existing() {
        Path existing = settings.directory().toAbsolutePath();
        while (Files.notExists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** How a thing was found. */
    public enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** What was found. */
    public record Finding(String step, Result result, String explanation) {}

    @FunctionalInterface
    private interface Look {
        String look() throws IOException, SQLException;
    }

    /** What is looked for does not exist before the store is enabled. */
    private static final class NothingYetException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NothingYetException(final String message) {
            super(message);
        }
    }
}
