/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.ProcessSession;

import java.util.Map;

/** JSON as the components write it: the stream beneath belongs to the session and is left open. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private Json() {}

    /** Writes a message into a flowfile, with its attributes. */
    static FlowFile write(
            final ProcessSession session,
            final FlowFile flowFile,
            final ObjectNode message,
            final Map<String, String> attributes) {
        final FlowFile written = session.write(
                flowFile, output -> MAPPER.writerWithDefaultPrettyPrinter().writeValue(output, message));
        attributes.put(CoreAttributes.MIME_TYPE.key(), MimirAttributes.JSON);
        return session.putAllAttributes(written, attributes);
    }
}
