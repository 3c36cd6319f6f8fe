/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.Durability;
import io.nifimimir.store.SqliteStore;
import io.nifimimir.store.StoreListener;
import io.nifimimir.store.StoreSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The process whose power is cut by {@link StorePowerCuts}: claims a run, ends it and stores a point with it in one transaction, and says so
 * on its output, again and again. It runs on the bundle's own jars.
 */
final class StoreWriter {
    static final String ONTOLOGY = "power-cuts";
    private static final String JOB = "job-power-cuts";

    private StoreWriter() {}

    /** @param arguments the folder of the store, and its durability */
    public static void main(final String[] arguments) throws IOException {
        final Clock clock = Clock.systemUTC();
        final StoreSettings settings = settings(Path.of(arguments[0]), Durability.valueOf(arguments[1]));
        try (SqliteStore store = SqliteStore.open(settings, clock, new ErrorStream())) {
            store.scheduler().start(clock.instant());
            final MonitoringRepository monitoring = store.monitoring();
            final MonitoringJob job = new MonitoringJob(
                    JOB,
                    "Power cuts",
                    ONTOLOGY,
                    "Runs all the time",
                    "0 0 1 1 *",
                    ZoneOffset.UTC,
                    List.of("value"),
                    true);
            monitoring.saveJob(job, List.of(), clock.instant().plusSeconds(3_600));
            final SeriesKey series = new SeriesKey(ONTOLOGY, "site", "value");
            while (!Thread.currentThread().isInterrupted()) {
                final Instant now = clock.instant();
                final Optional<JobOccurrence> claimed = monitoring.claimNow(JOB, now);
                if (claimed.isPresent()) {
                    end(store, claimed.get(), series, clock.instant());
                    System.out.println(claimed.get().scheduledFor().toEpochMilli());
                    System.out.flush();
                }
            }
        }
    }

    private static StoreSettings settings(final Path directory, final Durability durability) {
        final StoreSettings standard = StoreSettings.of(directory);
        return new StoreSettings(
                standard.directory(),
                standard.backupDirectory(),
                durability,
                standard.networkPolicy(),
                standard.checkpointInterval(),
                standard.backupInterval(),
                standard.backupsToKeep(),
                standard.restoreBackup(),
                standard.minimumFreeBytes(),
                standard.retention(),
                standard.stopLimit());
    }

    private static void end(
            final SqliteStore store, final JobOccurrence occurrence, final SeriesKey series, final Instant now) {
        final JobRunResult result =
                new JobRunResult(now, List.of(), 1, 1, 0, List.of(), List.of(), List.of(), List.of());
        store.inTransaction(() -> {
            store.monitoring()
                    .appendPoints(
                            series,
                            List.of(new SeriesPoint(occurrence.scheduledFor(), 1))
                                    .iterator());
            store.monitoring().finish(occurrence, result);
            return null;
        });
    }

    /** What the store has to say goes where the acknowledgements do not. */
    private static final class ErrorStream implements StoreListener {
        @Override
        public void info(final String message) {
            System.err.println(message);
        }

        @Override
        public void warn(final String message, final Throwable cause) {
            System.err.println(message + (cause == null ? "" : ": " + cause));
        }
    }
}
