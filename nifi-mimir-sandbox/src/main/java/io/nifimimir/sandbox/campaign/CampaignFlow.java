/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.Await;
import io.nifimimir.sandbox.campaign.StorePowerCuts.Synchronous;
import io.nifimimir.sandbox.client.Bundle;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.ExtensionType;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The flow that is killed: files become datasets, datasets are trained on or observed, alerts pass a filter of repetitions, and all that
 * comes out is a file. A file of an alert has the identity of its flowfile in its name, so that an alert that reached a person twice is
 * two files.
 */
final class CampaignFlow {
    private static final Bundle STANDARD = Bundle.ofNiFi("nifi-standard-nar", "2.3.0");
    private static final Bundle UPDATE_ATTRIBUTE = Bundle.ofNiFi("nifi-update-attribute-nar", "2.3.0");
    private static final String STANDARD_PACKAGE = "org.apache.nifi.processors.standard.";
    private static final Duration STARTED = Duration.ofSeconds(60);
    /** The pipeline that is triggered. */
    static final String PIPELINE = "every-few-seconds";

    static final Duration TRIGGER_STEP = Duration.ofSeconds(5);
    private static final int GRID_X = 450;
    private static final int GRID_Y = 220;

    private final NiFiClient client;
    private final CampaignFolders folders;
    private final Synchronous synchronous;
    private final String group;

    private CampaignFlow(final NiFiClient client, final CampaignFolders folders, final Synchronous synchronous) {
        this.synchronous = synchronous;
        this.client = client;
        this.folders = folders;
        this.group = client.processGroups().rootId();
    }

    /** Puts the flow onto the empty canvas of a NiFi and starts it. */
    static void build(final NiFiClient client, final CampaignFolders folders, final Synchronous synchronous) {
        new CampaignFlow(client, folders, synchronous).build();
    }

    private void build() {
        final String store = store();
        final Processor pickUp = standard(
                "GetFile",
                0,
                0,
                Map.of(
                        "Input Directory",
                        folders.inbox().toString(),
                        "Keep Source File",
                        "false",
                        "Minimum File Age",
                        "0 sec",
                        "File Filter",
                        "[^\\.].*"));
        client.processors().schedule(pickUp.id(), "TIMER_DRIVEN", "250 ms");
        final Processor name = client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.attributes.UpdateAttribute",
                        UPDATE_ATTRIBUTE,
                        "Name the district",
                        position(0, 1),
                        Map.of("mimir.ontology", "${filename:substringBefore('.')}"));
        final Processor convert = mimir("ConvertToUnifiedDataset", 0, 2, Map.of());
        final Processor route =
                standard("RouteOnAttribute", 0, 3, Map.of("training", "${filename:contains('.training.')}"));
        final Processor train = mimir("AutoTrain", 0, 4, Map.of("Mimir Store", store, "Maximum Models", "1"));
        client.processors().autoTerminate(train.id(), Set.of("models"));
        final Processor monitor = mimir("MonitorModel", 1, 4, Map.of("Mimir Store", store));
        client.processors().schedule(monitor.id(), "TIMER_DRIVEN", "500 ms");

        connect(pickUp, name, "success");
        connect(name, convert, "success");
        connect(convert, putFile(folders.datasets(), -1, 2), "success");
        connect(convert, route, "success");
        connect(route, train, "training");
        connect(route, monitor, "unmatched");
        connect(train, putFile(folders.reports(), 0, 5), "success", "no-signal");
        connect(monitor, putFile(folders.runs(), 1, 5), "success");
        filterRepetitions(monitor, store);
        trigger(store);

        final Processor failures = putFile(folders.failures(), -1, 4);
        connect(convert, failures, "failure", "ambiguous", "rejected");
        connect(train, failures, "failure");
        connect(monitor, failures, "failure");
        client.processGroups().start(group);
        Await.until(
                "the flow to run",
                STARTED,
                () -> client.processGroups().get(group),
                seen -> seen.invalid() == 0 && seen.stopped() == 0);
    }

    /**
     * DetectDuplicate takes a flowfile for a repetition of itself where NiFi died between its note in the cache and the commit of its session.
     * The note holds the flowfile's identity, by which the first one is known again and let through.
     */
    private void filterRepetitions(final Processor monitor, final String store) {
        final Processor detect = standard(
                "DetectDuplicate",
                2,
                4,
                Map.of(
                        "Cache Entry Identifier",
                        "${mimir.alert.key}",
                        "FlowFile Description",
                        "${uuid}",
                        "Distributed Cache Service",
                        store));
        final Processor itself = standard(
                "RouteOnAttribute", 2, 5, Map.of("itself", "${original.flowfile.description:equals(${uuid})}"));
        final Processor tell = client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.attributes.UpdateAttribute",
                        UPDATE_ATTRIBUTE,
                        "Name by flowfile",
                        position(3, 4),
                        Map.of("filename", "${mimir.alert.key}~${uuid}.json"));
        final Processor repeated = client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.attributes.UpdateAttribute",
                        UPDATE_ATTRIBUTE,
                        "Name by flowfile",
                        position(3, 5),
                        Map.of("filename", "${mimir.alert.key}~${uuid}.json"));
        connect(monitor, detect, "alerts", "resolved");
        connect(detect, tell, "non-duplicate");
        connect(detect, itself, "duplicate");
        client.connections().create(detect, detect, "failure");
        connect(itself, tell, "itself");
        connect(itself, repeated, "unmatched");
        connect(tell, putFile(folders.alerts(), 4, 4), "success");
        connect(repeated, putFile(folders.repeated(), 4, 5), "success");
    }

    /** A schedule of NiFi's own flows, every few seconds, with what it missed recorded. */
    private void trigger(final String store) {
        final Processor trigger = mimir(
                "TriggerPipeline",
                2,
                0,
                Map.of("Mimir Store", store, PIPELINE, "*/%d * * * * ?".formatted(TRIGGER_STEP.toSeconds())));
        client.processors().schedule(trigger.id(), "TIMER_DRIVEN", "500 ms");
        final Processor name = client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.attributes.UpdateAttribute",
                        UPDATE_ATTRIBUTE,
                        "Name by occurrence",
                        position(2, 1),
                        Map.of("filename", "${mimir.occurrence.key:replace('/', '_')}~${uuid}"));
        connect(trigger, name, "success");
        connect(name, putFile(folders.triggers(), 2, 2), "success");
    }

    private String store() {
        final ExtensionType type = client.controllerServiceTypes().stream()
                .filter(candidate -> candidate.type().endsWith(".SqliteMimirStore"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This NiFi has no SqliteMimirStore"));
        return enabled(client.controllerServices()
                .create(
                        group,
                        type.type(),
                        type.bundle(),
                        "Store",
                        Map.of("Store Directory", folders.store().toString(), "Durability", synchronous.property())));
    }

    private String enabled(final ControllerService service) {
        client.controllerServices().enable(service.id());
        return service.id();
    }

    private Processor mimir(final String name, final int column, final int row, final Map<String, String> properties) {
        final ExtensionType type = client.processorTypes().stream()
                .filter(candidate -> candidate.type().endsWith("." + name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This NiFi has no " + name));
        return client.processors().create(group, type.type(), type.bundle(), name, position(column, row), properties);
    }

    private Processor standard(
            final String name, final int column, final int row, final Map<String, String> properties) {
        return client.processors()
                .create(group, STANDARD_PACKAGE + name, STANDARD, name, position(column, row), properties);
    }

    /** Writes files; where it cannot, it tries again. */
    private Processor putFile(final Path folder, final int column, final int row) {
        final Processor put = standard(
                "PutFile",
                column,
                row,
                Map.of("Directory", folder.toString(), "Conflict Resolution Strategy", "replace"));
        client.processors().autoTerminate(put.id(), Set.of("success"));
        client.connections().create(put, put, "failure");
        return put;
    }

    private void connect(final Processor source, final Processor destination, final String... relationships) {
        client.connections().create(source, destination, relationships);
    }

    private static Position position(final int column, final int row) {
        return new Position(column * GRID_X, row * GRID_Y);
    }

    /** The NARs that the flow needs, and those that no NiFi starts without. */
    static Set<String> nars() {
        return Set.copyOf(List.of(
                "nifi-framework-nar.nar",
                "nifi-jetty-nar.nar",
                "nifi-server-nar.nar",
                "nifi-provenance-repository-nar.nar",
                "nifi-standard-services-api-nar.nar",
                "nifi-standard-shared-nar.nar",
                "nifi-standard-nar.nar",
                "nifi-update-attribute-nar.nar"));
    }
}
