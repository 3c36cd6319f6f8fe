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

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Cuts the power of a NiFi whose home and store lie on a {@link LoopDisk}, at random moments while it works, and starts it again on what is
 * left. The folders that it takes from and writes to lie on another disk, as a share or a mailbox would: what came out there before the cut
 * was acknowledged, and so was a run that a reader of the store has seen. None of that may be forgotten, and none of it come out twice.
 */
public final class PowerCutCampaign {
    private static final Duration WORKING = Duration.ofMinutes(3);
    private static final Duration LONGEST_WORK = Duration.ofSeconds(6);
    private static final int MEBIBYTES = 600;
    private static final Duration FILE_INTERVAL = Duration.ofSeconds(2);

    private final Path folder;
    private final int cuts;
    private final int filesPerCut;
    private final Synchronous synchronous;
    private final long seed;
    private final PrintStream out;

    /** @param folder for all that the campaign makes; emptied before */
    public PowerCutCampaign(
            final Path folder,
            final int cuts,
            final int filesPerCut,
            final Synchronous synchronous,
            final long seed,
            final PrintStream out) {
        this.folder = folder.toAbsolutePath().normalize();
        this.cuts = cuts;
        this.filesPerCut = filesPerCut;
        this.synchronous = synchronous;
        this.seed = seed;
        this.out = out;
    }

    /** Runs the campaign, and tells what did not hold: nothing, where all is well. */
    public List<String> run() {
        KillCampaign.empty(folder.resolve("outside"));
        try (LoopDisk disk = LoopDisk.format(folder.resolve("disk.img"), MEBIBYTES, folder.resolve("disk"))) {
            disk.powerOn();
            final CampaignFolders folders = new CampaignFolders(
                    folder.resolve("outside"), disk.mountPoint().resolve("store"));
            try (CampaignNiFi nifi =
                    CampaignNiFi.in(disk.mountPoint().resolve("nifi"), folder.resolve("shared"), folders, List.of())) {
                return run(disk, nifi);
            }
        }
    }

    private List<String> run(final LoopDisk disk, final CampaignNiFi nifi) {
        nifi.setUp(synchronous);
        disk.flush();
        final List<SiteReport> reports = new Workload(seed).reports(Math.max(cuts * filesPerCut, 1));
        final Random random = new Random(seed);
        final List<String> violations = new ArrayList<>();
        int acknowledged = 0;
        try (Feeder feeder = new Feeder(nifi.folders(), reports, FILE_INTERVAL)) {
            for (int cut = 1; cut <= cuts && violations.isEmpty(); cut++) {
                work(nifi, Duration.ofMillis((long) (random.nextDouble() * LONGEST_WORK.toMillis())));
                final Acknowledged before = Acknowledged.now(nifi.folders());
                disk.cutPower(nifi.instance().pid(), nifi.instance()::kill);
                acknowledged = before.size();
                violations.addAll(new Invariants(nifi.folders()).storeIsSound().violations());
                violations.addAll(before.forgottenBy(nifi.folders()));
                out.printf("%4d cuts, %5d files dropped, %s%n", cut, feeder.fed(), before);
            }
            if (violations.isEmpty()) {
                nifi.startAndAwaitReady();
                feeder.await();
                nifi.drain(reports.size());
                nifi.instance().stop();
            }
        }
        if (violations.isEmpty()) {
            final Invariants invariants = new Invariants(nifi.folders());
            violations.addAll(invariants
                    .storeIsSound()
                    .filesAreWorkedThrough(reports)
                    .alertsAre(new TreeSet<>(invariants.told()))
                    .occurrencesHaveEnded()
                    .violations());
            out.printf(
                    "%d files, %d things acknowledged before the last cut, %d repetitions dropped%n",
                    reports.size(),
                    acknowledged,
                    Folders.names(nifi.folders().repeated()).size());
        }
        return violations;
    }

    private static void work(final CampaignNiFi nifi, final Duration time) {
        final int before = nifi.output();
        nifi.instance().start();
        Await.untilTrue("NiFi to work again", WORKING, () -> {
            if (!nifi.instance().isAlive()) {
                throw new Await.HopelessException(
                        "NiFi ended by itself; see " + nifi.instance().logs());
            }
            return nifi.output() > before;
        });
        Await.pass("the moment of the cut", time);
    }

    /**
     * What has been said to the outside.
     *
     * @param runs that a reader of the store has seen ended
     * @param points that such a reader has seen
     * @param alerts keys of what has come out
     */
    private record Acknowledged(Set<String> runs, int points, Set<String> alerts) {
        static Acknowledged now(final CampaignFolders folders) {
            final Set<String> told = new TreeSet<>(new Invariants(folders).told());
            try (StoreView store = StoreView.open(folders.store())) {
                return new Acknowledged(ended(store), store.pointCount(), told);
            }
        }

        private static Set<String> ended(final StoreView store) {
            return store.executions().stream()
                    .filter(Execution::isFinal)
                    .map(run -> "%s at %s, %s".formatted(run.jobId(), run.scheduledFor(), run.status()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        int size() {
            return runs.size() + points + alerts.size();
        }

        List<String> forgottenBy(final CampaignFolders folders) {
            final List<String> forgotten = new ArrayList<>();
            try (StoreView store = StoreView.open(folders.store())) {
                final Set<String> lostRuns = new TreeSet<>(runs);
                lostRuns.removeAll(ended(store));
                lostRuns.forEach(run -> forgotten.add("A run that was seen ended is forgotten: " + run));
                final Set<String> lostAlerts = new TreeSet<>(alerts);
                lostAlerts.removeAll(new TreeSet<>(store.alertSteps()));
                lostAlerts.forEach(key -> forgotten.add("An alert that was told is forgotten: " + key));
                if (store.pointCount() < points) {
                    forgotten.add("%d points were seen, and %d are left".formatted(points, store.pointCount()));
                }
            }
            return forgotten;
        }

        @Override
        public String toString() {
            return "acknowledged: %d runs, %d points, %d alerts".formatted(runs.size(), points, alerts.size());
        }
    }
}
