/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.Await;
import io.nifimimir.sandbox.Folders;
import io.nifimimir.sandbox.StoreView;
import io.nifimimir.sandbox.StoreView.Execution;
import io.nifimimir.sandbox.campaign.StorePowerCuts.Synchronous;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kills a NiFi with SIGKILL at random moments, from its start-up to seconds into its work, while files flow in and jobs run, starts it again
 * each time, and in the end compares with a NiFi that was given the same files and left in peace.
 *
 * <p>A kill takes nothing from the disk: what the process had written is there, flushed or not. That is what a power cut is for.
 */
public final class KillCampaign {
    private static final Duration WORKING = Duration.ofMinutes(3);
    private static final int CYCLES_OF_LINE = 10;

    private final Path folder;
    private final int cycles;
    private final int filesPerCycle;
    private final long seed;
    private final PrintStream out;

    /**
     * @param folder for all that the campaign makes; emptied before
     * @param filesPerCycle how many files are dropped for each kill, over the whole campaign
     */
    public KillCampaign(
            final Path folder, final int cycles, final int filesPerCycle, final long seed, final PrintStream out) {
        this.folder = folder.toAbsolutePath().normalize();
        this.cycles = cycles;
        this.filesPerCycle = filesPerCycle;
        this.seed = seed;
        this.out = out;
    }

    /** Runs the campaign, and tells what did not hold: nothing, where all is well. */
    public List<String> run() {
        empty(folder);
        final List<SiteReport> reports = new Workload(seed).reports(Math.max(cycles * filesPerCycle, 1));
        final Set<String> reference = reference(reports);
        try (CampaignNiFi nifi = nifi("killed")) {
            nifi.setUp(Synchronous.FULL);
            return kill(nifi, reports, reference);
        }
    }

    private List<String> kill(final CampaignNiFi nifi, final List<SiteReport> reports, final Set<String> reference) {
        final Tally tally = new Tally();
        final List<String> violations = new ArrayList<>();
        try (Feeder feeder = new Feeder(nifi.folders(), reports, tally.interval(cycles, reports.size()))) {
            final KillMoments moments = new KillMoments(seed);
            for (int cycle = 1; cycle <= cycles && violations.isEmpty(); cycle++) {
                cycle(nifi, moments.next(), moments, tally);
                violations.addAll(new Invariants(nifi.folders()).storeIsSound().violations());
                if (cycle % CYCLES_OF_LINE == 0 || cycle == cycles) {
                    out.printf("%4d kills, %5d files dropped, %s%n", cycle, feeder.fed(), tally);
                }
            }
            if (!violations.isEmpty()) {
                return violations;
            }
            nifi.startAndAwaitReady();
            feeder.await();
            nifi.drain(reports.size());
            nifi.instance().stop();
        }
        violations.addAll(new Invariants(nifi.folders())
                .storeIsSound()
                .filesAreWorkedThrough(reports)
                .alertsAre(reference)
                .occurrencesHaveEnded()
                .violations());
        report(nifi.folders(), tally, reports, reference);
        return violations;
    }

    private CampaignNiFi nifi(final String name) {
        final CampaignFolders folders = new CampaignFolders(
                folder.resolve(name).resolve("data"), folder.resolve(name).resolve("store"));
        return CampaignNiFi.in(folder.resolve(name).resolve("nifi"), folder.resolve("shared"), folders, List.of());
    }

    /** The alerts of the same files where nothing is killed. */
    private Set<String> reference(final List<SiteReport> reports) {
        try (CampaignNiFi nifi = nifi("reference")) {
            nifi.setUp(Synchronous.FULL);
            nifi.startAndAwaitReady();
            final Instant start = Instant.now();
            try (Feeder feeder = new Feeder(nifi.folders(), reports, Duration.ZERO)) {
                feeder.await();
            }
            nifi.drain(reports.size());
            nifi.instance().stop();
            final Invariants invariants = new Invariants(nifi.folders());
            final Set<String> alerts = new TreeSet<>(invariants.told());
            final List<String> violations =
                    invariants.filesAreWorkedThrough(reports).alertsAre(alerts).violations();
            if (!violations.isEmpty()) {
                throw new IllegalStateException(
                        "Already a NiFi left in peace does not hold: " + String.join("; ", violations));
            }
            out.printf(
                    "Reference: %d files, %d alerts in %d s%n",
                    reports.size(),
                    alerts.size(),
                    Duration.between(start, Instant.now()).toSeconds());
            return alerts;
        }
    }

    private static void cycle(
            final CampaignNiFi nifi, final KillMoments.Moment moment, final KillMoments moments, final Tally tally) {
        final int before = nifi.output();
        final Instant start = Instant.now();
        nifi.instance().start();
        if (!moment.duringStart()) {
            Await.untilTrue("NiFi to work again", WORKING, () -> {
                if (!nifi.instance().isAlive()) {
                    throw new Await.HopelessException(
                            "NiFi ended by itself; see " + nifi.instance().logs());
                }
                return nifi.output() > before;
            });
            moments.started(Duration.between(start, Instant.now()));
        }
        Await.pass("the moment to kill", moment.after());
        if (!nifi.instance().isAlive()) {
            throw new IllegalStateException(
                    "NiFi ended by itself; see " + nifi.instance().logs());
        }
        nifi.instance().kill();
        tally.add(new Life(start, Instant.now(), moment.duringStart()));
    }

    private void report(
            final CampaignFolders folders,
            final Tally tally,
            final List<SiteReport> reports,
            final Set<String> reference) {
        try (StoreView store = StoreView.open(folders.store())) {
            final List<Execution> executions = store.executions();
            final List<Duration> firstRuns = tally.firstRuns(executions);
            out.printf(
                    "Kills                      %d, %d of them during the start%n",
                    tally.lives.size(), tally.duringStart());
            out.printf("Files, points              %d, %d%n", reports.size(), store.pointCount());
            out.printf("Alerts                     %d%n", reference.size());
            out.printf(
                    "Repetitions dropped        %d%n",
                    Folders.names(folders.repeated()).size());
            out.printf("Occurrences of jobs        %s%n", byStatus(executions));
            out.printf(
                    "  tried more than once     %d%n",
                    executions.stream()
                            .filter(execution -> execution.attempts() > 1)
                            .count());
            final List<String> triggers = Invariants.keys(Folders.names(folders.triggers()));
            out.printf(
                    "Pipeline triggered         %d times, %d of them repetitions%n",
                    triggers.size(),
                    triggers.size() - triggers.stream().distinct().count());
            if (!firstRuns.isEmpty()) {
                out.printf(
                        "Start to first job run     median %.1f s, longest %.1f s, of %d starts%n",
                        firstRuns.get(firstRuns.size() / 2).toMillis() / 1000.0,
                        firstRuns.getLast().toMillis() / 1000.0,
                        firstRuns.size());
            }
        }
    }

    private static Map<String, Long> byStatus(final List<Execution> executions) {
        return executions.stream()
                .collect(Collectors.groupingBy(
                        Execution::status, TreeMap::new, Collectors.summingLong(Execution::occurrences)));
    }

    static void empty(final Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("Emptying " + folder, e);
        }
    }

    /** One life of the NiFi, from its start to its kill. */
    private record Life(Instant start, Instant end, boolean killedDuringStart) {}

    private static final class Tally {
        private static final Duration SHORTEST_LIFE = Duration.ofSeconds(9);

        private final List<Life> lives = new ArrayList<>();

        void add(final Life life) {
            lives.add(life);
        }

        long duringStart() {
            return lives.stream().filter(Life::killedDuringStart).count();
        }

        Duration interval(final int cycles, final int files) {
            return SHORTEST_LIFE.multipliedBy(cycles).dividedBy(files);
        }

        /** From the start of a process to the first run of a job in it, in rising order, for the lives that came so far. */
        List<Duration> firstRuns(final List<Execution> executions) {
            return lives.stream()
                    .flatMap(life -> executions.stream()
                            .map(Execution::startedAt)
                            .filter(Objects::nonNull)
                            .filter(started -> started.isAfter(life.start()) && started.isBefore(life.end()))
                            .min(Comparator.naturalOrder())
                            .map(first -> Duration.between(life.start(), first))
                            .stream())
                    .sorted()
                    .toList();
        }

        @Override
        public String toString() {
            final Duration all = lives.stream()
                    .map(life -> Duration.between(life.start(), life.end()))
                    .reduce(Duration.ZERO, Duration::plus);
            return "%d killed during the start, %.1f s for a cycle"
                    .formatted(duringStart(), all.toMillis() / 1000.0 / lives.size());
        }
    }
}
