/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Bundle;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Small flows of NiFi's own processors. */
final class Flows {

    static final Bundle STANDARD = Bundle.ofNiFi("nifi-standard-nar", "2.3.0");
    static final Bundle MIMIR = new Bundle("io.nifimimir", "nifi-mimir-nar", "0.1.0-SNAPSHOT");
    static final Bundle UPDATE_ATTRIBUTE = Bundle.ofNiFi("nifi-update-attribute-nar", "2.3.0");

    private Flows() {}

    /** Makes one FlowFile with this text each time it is triggered, and is not scheduled to trigger soon. */
    static Processor generator(final NiFiClient client, final String groupId, final String text) {
        final Processor generator = client.processors()
                .create(
                        groupId,
                        "org.apache.nifi.processors.standard.GenerateFlowFile",
                        STANDARD,
                        "Generate",
                        new Position(0, 0),
                        Map.of("generate-ff-custom-text", text));
        return client.processors().schedule(generator.id(), "TIMER_DRIVEN", "1 day");
    }

    static Processor updateAttribute(final NiFiClient client, final String groupId, final Map<String, String> values) {
        return client.processors()
                .create(
                        groupId,
                        "org.apache.nifi.processors.attributes.UpdateAttribute",
                        UPDATE_ATTRIBUTE,
                        "Update",
                        new Position(0, 250),
                        values);
    }

    /** Lets what comes here pile up in the connection before it: it is never started. */
    static Processor sink(final NiFiClient client, final String groupId) {
        final Processor sink = client.processors()
                .create(
                        groupId,
                        "org.apache.nifi.processors.standard.LogAttribute",
                        STANDARD,
                        "Sink",
                        new Position(0, 500),
                        Map.of());
        return client.processors().autoTerminate(sink.id(), Set.of("success"));
    }

    /** A store of ours in a folder, which is not enabled yet. */
    static ControllerService store(
            final NiFiClient client, final String groupId, final String name, final Path folder) {
        return client.controllerServices()
                .create(
                        groupId,
                        "io.nifimimir.services.SqliteMimirStore",
                        MIMIR,
                        name,
                        Map.of("Store Directory", folder.toString()));
    }

    static ControllerService enabledStore(
            final NiFiClient client, final String groupId, final String name, final Path folder) {
        final ControllerService store = store(client, groupId, name, folder);
        client.controllerServices().enable(store.id());
        return store;
    }

    /** A processor of ours. */
    static Processor mimir(
            final NiFiClient client,
            final String groupId,
            final String type,
            final String name,
            final Position position,
            final Map<String, String> properties) {
        return client.processors()
                .create(groupId, "io.nifimimir.processors." + type, MIMIR, name, position, properties);
    }

    /**
     * Converts what comes into a folder for a processor. None of them is started yet.
     *
     * @return what comes before the processor, and the processor last
     */
    static List<Processor> convertFor(
            final NiFiClient client, final String groupId, final Path inbox, final Processor processor) {
        final Processor getFile = client.processors()
                .create(
                        groupId,
                        "org.apache.nifi.processors.standard.GetFile",
                        STANDARD,
                        "Pick up for " + inbox.getFileName(),
                        new Position(0, 0),
                        Map.of("Input Directory", inbox.toString()));
        final Processor convert = mimir(
                client,
                groupId,
                "ConvertToUnifiedDataset",
                "Convert for " + inbox.getFileName(),
                new Position(0, 250),
                Map.of());
        client.processors().autoTerminate(convert.id(), Set.of("rejected"));
        client.connections().create(getFile, convert, "success");
        client.connections().create(convert, sink(client, groupId), "failure", "ambiguous");
        client.connections().create(convert, processor, "success");
        return List.of(getFile, convert, processor);
    }
}
