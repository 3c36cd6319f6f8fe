/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** An input or output port of a process group. */
public record Port(String id, String groupId, String name, Endpoint.Type type) {

    public Endpoint endpoint() {
        return new Endpoint(id, groupId, type);
    }
}
