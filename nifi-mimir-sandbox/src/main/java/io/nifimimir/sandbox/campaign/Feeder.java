/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.Await;
import io.nifimimir.sandbox.Folders;
import io.nifimimir.sandbox.campaign.SiteReport.Precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Drops files into the inbox at a steady rate, each whole or not at all, whether NiFi runs or not. */
final class Feeder implements AutoCloseable {
    /** As long as a NiFi may need for a file, killed several times meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final CampaignFolders folders;
    private final Duration interval;
    private final AtomicInteger fed = new AtomicInteger();
    private final Set<String> seenAlerts = ConcurrentHashMap.newKeySet();
    private final Set<Precondition> alerted = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        final Thread thread = new Thread(task, "feeder");
        thread.setDaemon(true);
        return thread;
    });
    private final Future<?> done;

    Feeder(final CampaignFolders folders, final List<SiteReport> reports, final Duration interval) {
        this.folders = folders;
        this.interval = interval;
        this.done = executor.submit(() -> feed(reports));
    }

    int fed() {
        return fed.get();
    }

    boolean isDone() {
        return done.isDone();
    }

    /** Waits until all are dropped. */
    void await() {
        try {
            done.get();
        } catch (final ExecutionException e) {
            throw new IllegalStateException("Dropping files: " + e.getCause().getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while files are dropped", e);
        }
    }

    private Void feed(final List<SiteReport> reports) throws IOException {
        for (final SiteReport report : reports) {
            Await.untilTrue("%s before %s".formatted(report.after(), report.name()), PATIENCE, () -> holds(report));
            final Path draft = folders.inbox().resolve("." + report.name());
            Files.write(draft, report.csv());
            Files.move(draft, folders.inbox().resolve(report.name()), StandardCopyOption.ATOMIC_MOVE);
            fed.incrementAndGet();
            if (!interval.isZero()) {
                Await.pass("the next file", interval);
            }
        }
        return null;
    }

    private boolean holds(final SiteReport report) {
        return switch (report.after()) {
            case Precondition.Nothing() -> true;
            case Precondition.Trained(final String fileName) ->
                Files.exists(folders.reports().resolve(fileName.replace(".csv", "-training-report.json")));
            case final Precondition.Alerted precondition -> isAlerted(precondition);
        };
    }

    private boolean isAlerted(final Precondition.Alerted precondition) {
        for (final String name : Folders.names(folders.alerts())) {
            if (seenAlerts.add(name)) {
                folders.alertSteps(name)
                        .forEach(alert -> alerted.add(new Precondition.Alerted(
                                alert.path("ontology_id").asText(),
                                alert.path("entity_id").asText())));
            }
        }
        return alerted.contains(precondition);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
