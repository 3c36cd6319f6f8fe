/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.source.RefusedRequestException;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.processor.ProcessSession;

import java.util.HashMap;
import java.util.Map;

/** What becomes of a request that was refused: a body that says why, in the envelope of the original system, and the status of HTTP. */
final class RefusedFlowFile {
    private RefusedFlowFile() {}

    static FlowFile write(final ProcessSession session, final FlowFile request, final RefusedRequestException refusal) {
        final ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("error", refusal.getMessage());
        body.put("status", "error");
        if (!refusal.field().isEmpty()) {
            body.put("field", refusal.field());
        }
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.HTTP_STATUS, String.valueOf(refusal.status()));
        final String field = refusal.field().isEmpty() ? "" : refusal.field() + ": ";
        attributes.put(MimirAttributes.ERROR, field + refusal.getMessage());
        return Json.write(session, request, body, attributes);
    }
}
