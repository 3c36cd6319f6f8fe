/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.Assembly;
import io.nifimimir.sandbox.Await;
import io.nifimimir.sandbox.Folders;
import io.nifimimir.sandbox.LibFolder;
import io.nifimimir.sandbox.NiFiInstance;
import io.nifimimir.sandbox.StoreView;
import io.nifimimir.sandbox.campaign.StorePowerCuts.Synchronous;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A NiFi in 512 MB of heap that is made to start quickly: few NARs, unpacked once for all homes, and no compiler that takes its time. */
final class CampaignNiFi implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(4);
    private static final Duration DRAINED = Duration.ofMinutes(10);
    private static final int QUIET_LOOKS = 20;

    private final NiFiInstance instance;
    private final CampaignFolders folders;

    private CampaignNiFi(final NiFiInstance instance, final CampaignFolders folders) {
        this.instance = instance;
        this.folders = folders;
    }

    /**
     * @param shared for what can be made anew at any time, and is shared by all homes of a campaign
     */
    static CampaignNiFi in(
            final Path home, final Path shared, final CampaignFolders folders, final List<String> options) {
        final Assembly assembly = Assembly.current();
        final LibFolder lib = assembly.lib().withNars(CampaignFlow.nars(), shared.resolve("lib"));
        final List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        all.addAll(options);
        return new CampaignNiFi(
                NiFiInstance.builder(home, lib)
                        .settings(Map.of(
                                "nifi.nar.library.directory.mimir",
                                assembly.nar().getParent().toString(),
                                "nifi.nar.working.directory",
                                shared.resolve("nar").toAbsolutePath().toString()))
                        .jvmOptions(all.toArray(String[]::new))
                        .build(),
                folders);
    }

    NiFiInstance instance() {
        return instance;
    }

    CampaignFolders folders() {
        return folders;
    }

    /** A new NiFi with the flow of the campaign, stopped, so that all of it is written down. */
    void setUp(final Synchronous synchronous) {
        folders.create();
        instance.start().awaitReady(READY);
        CampaignFlow.build(instance.client(), folders, synchronous);
        instance.stop();
    }

    void startAndAwaitReady() {
        instance.start().awaitReady(READY);
    }

    /** Kills what still runs. */
    @Override
    public void close() {
        instance.kill();
    }

    /** How much has come out so far; it grows while the flow works. */
    int output() {
        return Folders.names(folders.datasets()).size()
                + Folders.names(folders.reports()).size()
                + Folders.names(folders.runs()).size()
                + Folders.names(folders.alerts()).size()
                + Folders.names(folders.triggers()).size();
    }

    /** Waits until all that was dropped is worked through, and nothing is on its way. */
    void drain(final int files) {
        final String root = instance.client().processGroups().rootId();
        final AtomicInteger quiet = new AtomicInteger();
        Await.until(
                "the flow to work through %d files".formatted(files),
                DRAINED,
                () -> {
                    final Rest rest = rest(root, files);
                    quiet.updateAndGet(looks -> rest.isNothing() ? looks + 1 : 0);
                    return rest;
                },
                // A flowfile that a processor has in its hands is in no queue
                rest -> quiet.get() >= QUIET_LOOKS);
    }

    private Rest rest(final String root, final int files) {
        final int datasets = Folders.names(folders.datasets()).size()
                + Folders.names(folders.failures()).size();
        try (StoreView store = StoreView.open(folders.store())) {
            return new Rest(
                    files - datasets,
                    instance.client().processGroups().status(root).flowFilesQueued(),
                    store.executions("running"),
                    store.unsentAlerts());
        }
    }

    /** What is still to be done. */
    private record Rest(int files, int queued, int running, int unsent) {
        boolean isNothing() {
            return files <= 0 && queued == 0 && running == 0 && unsent == 0;
        }
    }
}
