/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nifimimir.ingest.Rejections;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.exception.ProcessException;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Collects rejected rows and cells as JSON lines in a flowfile of their own, made with the first of them. */
final class RejectedRowsFlowFile implements Rejections {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_CONTENT = 10_000;

    private final ProcessSession session;
    private final FlowFile source;
    private FlowFile flowFile;
    private JsonGenerator generator;
    private long count;

    RejectedRowsFlowFile(final ProcessSession session, final FlowFile source) {
        this.session = session;
        this.source = source;
    }

    @Override
    public void row(final String place, final String reason, final String content) throws IOException {
        begin(place, reason);
        generator.writeStringField("content", shortened(content));
        end();
    }

    @Override
    public void cell(final String place, final String column, final String value, final String reason)
            throws IOException {
        begin(place, reason);
        generator.writeStringField("column", column);
        generator.writeStringField("value", shortened(value));
        end();
    }

    @Override
    public void restart() {
        discard();
        generator = null;
        flowFile = null;
        count = 0;
    }

    private void begin(final String place, final String reason) throws IOException {
        if (generator == null) {
            flowFile = session.create(source);
            generator = FACTORY.createGenerator(session.write(flowFile));
            generator.setRootValueSeparator(null);
        }
        generator.writeStartObject();
        generator.writeStringField("place", place);
        generator.writeStringField("reason", reason);
    }

    private void end() throws IOException {
        generator.writeEndObject();
        generator.writeRaw('\n');
        count++;
    }

    private static String shortened(final String content) {
        return content.length() > MAX_CONTENT ? content.substring(0, MAX_CONTENT) : content;
    }

    long count() {
        return count;
    }

    /** Ends the content; no row can be rejected from here on. */
    void finish() throws IOException {
        if (generator != null) {
            generator.close();
        }
    }

    /**
     * Hands the rejected rows on, where there are some.
     *
     * @param attributes which table of the source they are from
     */
    void transfer(final Relationship relationship, final Map<String, String> attributes, final ComponentLog logger) {
        if (flowFile == null) {
            return;
        }
        final Map<String, String> all = new HashMap<>(attributes);
        all.put(MimirAttributes.RECORD_COUNT, String.valueOf(count));
        all.put(CoreAttributes.MIME_TYPE.key(), "application/x-ndjson");
        session.transfer(session.putAllAttributes(flowFile, all), relationship);
        session.adjustCounter(ConvertToUnifiedDataset.ROWS_REJECTED_COUNTER, count, false);
        logger.warn("{} rows or cells of {} were rejected", count, source);
    }

    /** Drops what was collected, because the whole source goes to failure. */
    void discard() {
        if (generator == null) {
            return;
        }
        try {
            generator.close();
        } catch (final IOException e) {
            throw new ProcessException("Rejected rows cannot be dropped", e);
        }
        session.remove(flowFile);
    }
}
