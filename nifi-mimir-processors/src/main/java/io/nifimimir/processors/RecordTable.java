/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.schema.access.SchemaNotFoundException;
import org.apache.nifi.serialization.MalformedRecordException;
import org.apache.nifi.serialization.RecordReaderFactory;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The records of a flowfile as a table, read by one of NiFi's record readers. */
final class RecordTable implements SourceTables {
    private final RecordReaderFactory factory;
    private final ProcessSession session;
    private final FlowFile flowFile;
    private final ComponentLog logger;

    RecordTable(
            final RecordReaderFactory factory,
            final ProcessSession session,
            final FlowFile flowFile,
            final ComponentLog logger) {
        this.factory = factory;
        this.session = session;
        this.flowFile = flowFile;
        this.logger = logger;
    }

    @Override
    public List<String> names() {
        return List.of("");
    }

    @Override
    public TableReader read(final int table, final Rejections rejections) throws IOException {
        final InputStream input = session.read(flowFile);
        try {
            return new RecordTableReader(factory.createRecordReader(flowFile, input, logger), input);
        } catch (final MalformedRecordException | SchemaNotFoundException | IOException | RuntimeException e) {
            input.close();
            throw new IngestException("The record reader cannot read the content: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // Nothing is held between two readings
    }
}
