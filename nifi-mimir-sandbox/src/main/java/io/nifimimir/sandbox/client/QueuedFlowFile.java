/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import java.util.Map;

/** A FlowFile that waits in a queue. */
public record QueuedFlowFile(String uuid, String filename, long size, Map<String, String> attributes) {

    public QueuedFlowFile {
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }
}
