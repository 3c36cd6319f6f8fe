/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import java.util.Map;

/** An end of a connection. */
public record Endpoint(String id, String groupId, Type type) {

    /** What can stand at the end of a connection. */
    public enum Type {
        PROCESSOR,
        INPUT_PORT,
        OUTPUT_PORT,
        FUNNEL
    }

    public static Endpoint of(final Processor processor) {
        return new Endpoint(processor.id(), processor.groupId(), Type.PROCESSOR);
    }

    Map<String, String> toWire() {
        return Map.of("id", id, "groupId", groupId, "type", type.name());
    }
}
