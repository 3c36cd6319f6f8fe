/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.store.RetentionPolicy;
import io.nifimimir.store.StoreSettings;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.PropertyValue;
import org.apache.nifi.context.PropertyContext;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.processor.DataUnit;
import org.apache.nifi.processor.util.StandardValidators;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The properties of the store, and what they say. */
final class StoreProperties {
    static final PropertyDescriptor STORE_DIRECTORY = new PropertyDescriptor.Builder()
            .name("Store Directory")
            .description("""
                    The folder of the store on a disk of this machine, made where it is missing. A network file system cannot keep the promise that
                    what is written stays written. One NiFi may use a folder at a time.""")
            .required(true)
            .defaultValue("./mimir/store")
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .addValidator(StandardValidators.createDirectoryExistsValidator(true, true))
            .build();

    static final PropertyDescriptor DURABILITY = new PropertyDescriptor.Builder()
            .name("Durability")
            .description("What a commit is worth when the power goes.")
            .required(true)
            .allowableValues(DurabilityOption.class)
            .defaultValue(DurabilityOption.FULL)
            .build();

    static final PropertyDescriptor NETWORK_FILE_SYSTEM = new PropertyDescriptor.Builder()
            .name("Network File System")
            .description(
                    "What to do where the folder of the store is on a network or shared file system, such as NFS, CIFS, 9p or virtiofs.")
            .required(true)
            .allowableValues(NetworkFileSystem.class)
            .defaultValue(NetworkFileSystem.REFUSE)
            .build();

    static final PropertyDescriptor MINIMUM_FREE_SPACE = new PropertyDescriptor.Builder()
            .name("Minimum Free Space")
            .description("""
                    What must stay free on the disk of the store. Below it no new data is taken, with a bulletin, while queries and the end of what
                    runs go on; new data is taken again as soon as there is room.""")
            .required(true)
            .defaultValue("100 MB")
            .addValidator(StandardValidators.DATA_SIZE_VALIDATOR)
            .build();

    static final PropertyDescriptor CHECKPOINT_INTERVAL = period(
                    "Checkpoint Interval",
                    "How often the write-ahead log is moved into the database file. It waits for nobody.",
                    "5 min")
            .build();

    static final PropertyDescriptor BACKUP_DIRECTORY = new PropertyDescriptor.Builder()
            .name("Backup Directory")
            .description("""
                    The folder of the backups; without a value, the folder "backups" in that of the store. On another disk it also survives the loss
                    of the first one.""")
            .required(false)
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .addValidator(StandardValidators.createDirectoryExistsValidator(true, true))
            .build();

    static final PropertyDescriptor BACKUP_INTERVAL = period(
                    "Backup Interval",
                    "How long after the newest backup the next one is taken, also over restarts. A clean stop takes one too, where anything was changed.",
                    "24 hours")
            .build();

    static final PropertyDescriptor BACKUPS_TO_KEEP = new PropertyDescriptor.Builder()
            .name("Backups to Keep")
            .description("How many good backups are kept. One that is found damaged is marked, and does not count.")
            .required(true)
            .defaultValue("7")
            .addValidator(StandardValidators.POSITIVE_INTEGER_VALIDATOR)
            .build();

    static final PropertyDescriptor RESTORE_BACKUP = new PropertyDescriptor.Builder()
            .name("Restore Backup")
            .description("""
                    Name of a backup, such as mimir_20260101_060000.db, that takes the place of what the store holds when it is enabled next. This is
                    done once for a name; what the store held before is kept beside it.""")
            .required(false)
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .addValidator(StandardValidators.NON_BLANK_VALIDATOR)
            .build();

    static final PropertyDescriptor KEEP_POINTS =
            keep("Keep Points", "How long points of time series are kept, by their own time.", "730 days");

    static final PropertyDescriptor KEEP_RUNS = keep(
            "Keep Runs",
            "How long ended runs of jobs are kept; the last run of each job is kept at any age.",
            "90 days");

    static final PropertyDescriptor KEEP_ALERTS = keep(
            "Keep Alerts",
            "How long alerts are kept after they are over; an active alert is kept at any age.",
            "365 days");

    static final PropertyDescriptor KEEP_AUDIT = keep(
            "Keep Audit",
            "How long entries of the audit are kept. What is left stays verifiable: the chain itself names what was let go.",
            "1095 days");

    static final PropertyDescriptor KEEP_CACHE_ENTRIES = keep(
            "Keep Cache Entries",
            "How long an entry of the map cache is kept after it was written, such as the key of an alert that DetectDuplicate knows.",
            "90 days");

    static final PropertyDescriptor SQL_ACCESS = new PropertyDescriptor.Builder()
            .name("SQL Access")
            .description("What processors that use this service as their database pool may do.")
            .required(true)
            .allowableValues(SqlAccess.class)
            .defaultValue(SqlAccess.READ_ONLY)
            .build();

    static final List<PropertyDescriptor> ALL = List.of(
            STORE_DIRECTORY,
            DURABILITY,
            NETWORK_FILE_SYSTEM,
            MINIMUM_FREE_SPACE,
            CHECKPOINT_INTERVAL,
            BACKUP_DIRECTORY,
            BACKUP_INTERVAL,
            BACKUPS_TO_KEEP,
            RESTORE_BACKUP,
            KEEP_POINTS,
            KEEP_RUNS,
            KEEP_ALERTS,
            KEEP_AUDIT,
            KEEP_CACHE_ENTRIES,
            SQL_ACCESS);

    /** Half of what NiFi gives all its components to stop in, as it is delivered. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private StoreProperties() {}

    static StoreSettings settings(final PropertyContext context) {
        final Path directory = Path.of(text(context, STORE_DIRECTORY).orElseThrow());
        return new StoreSettings(
                directory,
                text(context, BACKUP_DIRECTORY).map(Path::of).orElseGet(() -> directory.resolve(StoreSettings.BACKUPS)),
                context.getProperty(DURABILITY)
                        .asAllowableValue(DurabilityOption.class)
                        .durability(),
                context.getProperty(NETWORK_FILE_SYSTEM)
                        .asAllowableValue(NetworkFileSystem.class)
                        .policy(),
                duration(context, CHECKPOINT_INTERVAL),
                duration(context, BACKUP_INTERVAL),
                context.getProperty(BACKUPS_TO_KEEP).asInteger(),
                text(context, RESTORE_BACKUP),
                context.getProperty(MINIMUM_FREE_SPACE).asDataSize(DataUnit.B).longValue(),
                new RetentionPolicy(
                        duration(context, KEEP_POINTS),
                        duration(context, KEEP_RUNS),
                        duration(context, KEEP_ALERTS),
                        duration(context, KEEP_AUDIT),
                        duration(context, KEEP_CACHE_ENTRIES)),
                STOP_LIMIT);
    }

    private static Optional<String> text(final PropertyContext context, final PropertyDescriptor descriptor) {
        final PropertyValue value = context.getProperty(descriptor);
        return value.isSet() ? Optional.of(value.evaluateAttributeExpressions().getValue()) : Optional.empty();
    }

    private static Duration duration(final PropertyContext context, final PropertyDescriptor descriptor) {
        return Duration.ofMillis(context.getProperty(descriptor).asTimePeriod(TimeUnit.MILLISECONDS));
    }

    private static PropertyDescriptor keep(final String name, final String description, final String defaultValue) {
        return period(name, description, defaultValue).build();
    }

    private static PropertyDescriptor.Builder period(
            final String name, final String description, final String defaultValue) {
        return new PropertyDescriptor.Builder()
                .name(name)
                .description(description)
                .required(true)
                .defaultValue(defaultValue)
                .addValidator(StandardValidators.createTimePeriodValidator(
                        1, TimeUnit.SECONDS, Long.MAX_VALUE, TimeUnit.NANOSECONDS));
    }
}
