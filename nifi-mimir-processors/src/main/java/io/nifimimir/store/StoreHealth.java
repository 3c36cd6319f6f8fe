/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the store is, for people and for what watches it.
 *
 * @param bytes of the database and its log; 0 where the file is not in place
 * @param fileSystem as the system names its type
 * @param syncTime median time of writing one page to the disk, measured on start
 * @param inPlace false where the file was deleted or replaced while it was open
 * @param takesNewData false where the disk has too little room
 * @param lastCleanStop end of the last session that was closed as it should be, before this one
 * @param cutOff whether the session before this one was cut off, as by a power cut
 * @param lastCheckpoint when the log was moved into the file last, in this session
 * @param lastBackup newest backup that has its name: opened and checked as it was written
 * @param backupFault why the last attempt to take a backup failed, or what was found of kept ones; empty where all is well
 * @param restored last restoration from a backup, with what was lost
 */
public record StoreHealth(
        String file,
        long bytes,
        long freeBytes,
        int schemaVersion,
        String fileSystem,
        Duration syncTime,
        boolean inPlace,
        boolean takesNewData,
        Instant openedAt,
        Optional<Instant> lastCleanStop,
        boolean cutOff,
        Optional<Instant> lastCheckpoint,
        Optional<Backup> lastBackup,
        Optional<String> backupFault,
        Optional<Restoration> restored) {}
