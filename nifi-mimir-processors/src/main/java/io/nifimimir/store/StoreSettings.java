/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a store is kept.
 *
 * @param directory of the database file and its lock
 * @param backupDirectory of the backups
 * @param checkpointInterval between two moves of the log into the database file
 * @param backupInterval between two backups, also over restarts
 * @param backupsToKeep good backups that are kept
 * @param restoreBackup name of the backup that is to replace what the store holds, once; empty for none
 * @param minimumFreeBytes below which no new data is taken
 * @param stopLimit how long a stop may take as a whole: waiting for what runs, emptying the log, and a backup where it fits in
 */
public record StoreSettings(
        Path directory,
        Path backupDirectory,
        Durability durability,
        NetworkPolicy networkPolicy,
        Duration checkpointInterval,
        Duration backupInterval,
        int backupsToKeep,
        Optional<String> restoreBackup,
        long minimumFreeBytes,
        RetentionPolicy retention,
        Duration stopLimit) {
    public static final String BACKUPS = "backups";

    public StoreSettings {
        Objects.requireNonNull(directory, "Directory required");
        Objects.requireNonNull(backupDirectory, "Backup directory required");
        Objects.requireNonNull(durability, "Durability required");
        Objects.requireNonNull(networkPolicy, "Network policy required");
        Objects.requireNonNull(checkpointInterval, "Checkpoint interval required");
        Objects.requireNonNull(backupInterval, "Backup interval required");
        Objects.requireNonNull(restoreBackup, "Restore backup required");
        Objects.requireNonNull(retention, "Retention required");
        Objects.requireNonNull(stopLimit, "Stop limit required");
        if (backupsToKeep < 1) {
            throw new IllegalArgumentException("Backups to keep are %d, expected 1 or more".formatted(backupsToKeep));
        }
    }

    /** What suits most. */
    public static StoreSettings of(final Path directory) {
        return new StoreSettings(
                directory,
                directory.resolve(BACKUPS),
                Durability.FULL,
                NetworkPolicy.REFUSE,
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                7,
                Optional.empty(),
                100L << 20,
                RetentionPolicy.DEFAULT,
                Duration.ofSeconds(5));
    }

    /** The same, with a backup that is to be put in place. */
    public StoreSettings withRestoreBackup(final String backup) {
        return new StoreSettings(
                directory,
                backupDirectory,
                durability,
                networkPolicy,
                checkpointInterval,
                backupInterval,
                backupsToKeep,
                Optional.of(backup),
                minimumFreeBytes,
                retention,
                stopLimit);
    }

    /** The same, with another limit of free disk. */
    public StoreSettings withMinimumFreeBytes(final long bytes) {
        return new StoreSettings(
                directory,
                backupDirectory,
                durability,
                networkPolicy,
                checkpointInterval,
                backupInterval,
                backupsToKeep,
                restoreBackup,
                bytes,
                retention,
                stopLimit);
    }

    /** The same, with another limit for a stop. */
    public StoreSettings withStopLimit(final Duration limit) {
        return new StoreSettings(
                directory,
                backupDirectory,
                durability,
                networkPolicy,
                checkpointInterval,
                backupInterval,
                backupsToKeep,
                restoreBackup,
                minimumFreeBytes,
                retention,
                limit);
    }

    StoreFiles files() {
        return new StoreFiles(directory, backupDirectory);
    }
}
