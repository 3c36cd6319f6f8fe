/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.SeriesKey;
import io.nifimimir.monitoring.SeriesPoint;
import io.nifimimir.store.SqliteStore;

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

    /** @param arguments the folder of the store */
    public static void main(final String[] arguments) throws IOException {
        final Clock clock = Clock.systemUTC();
        try (SqliteStore store = SqliteStore.open(Path.of(arguments[0]), clock)) {
            final MonitoringRepository monitoring = store.monitoring();
            final MonitoringJob job = new MonitoringJob(
                    JOB, "Power cuts", ONTOLOGY, "Runs all the time", "0 0 1 1 *", ZoneOffset.UTC, List.of("value"), true);
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

    private static void end(
            final SqliteStore store, final JobOccurrence occurrence, final SeriesKey series, final Instant now) {
        final JobRunResult result =
                new JobRunResult(now, List.of(), 1, 1, 0, List.of(), List.of(), List.of());
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
}
