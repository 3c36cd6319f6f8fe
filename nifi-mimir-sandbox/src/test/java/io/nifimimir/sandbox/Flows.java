/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Bundle;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;

import java.util.Map;
import java.util.Set;

/** Small flows of NiFi's own processors. */
final class Flows {

    static final Bundle STANDARD = Bundle.ofNiFi("nifi-standard-nar", "2.3.0");
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
}
