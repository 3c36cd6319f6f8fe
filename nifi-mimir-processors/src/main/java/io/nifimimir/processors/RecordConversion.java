/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.Rejections;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.processor.ProcessSession;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Makes a dataset of a flowfile's records: all of them, or none. The same flowfile gives the same bytes each time. */
final class RecordConversion {
    private RecordConversion() {}

    /** @return a new flowfile with the dataset, which is the caller's to remove */
    static FlowFile convert(final RecordTable records, final ProcessSession session, final FlowFile flowFile)
            throws IOException {
        final Clock clock = Clock.fixed(Instant.ofEpochMilli(flowFile.getEntryDate()), ZoneOffset.UTC);
        final DatasetConverter converter = new DatasetConverter(List.of(), clock);
        try (Conversion conversion = converter.open(SourceType.RECORD, records, IngestOptions.DETECT_ALL);
                ConvertedDataset dataset =
                        conversion.convert(0, new JsonDatasetEncoding(), Map.of(), new NoneAllowed())) {
            return session.write(session.create(flowFile), dataset::writeTo);
        }
    }

    /** What is put aside under a name is whole. */
    private static final class NoneAllowed implements Rejections {
        @Override
        public void row(final String place, final String reason, final String content) throws IOException {
            throw new IngestException("%s: %s".formatted(place, reason));
        }

        @Override
        public void cell(final String place, final String column, final String value, final String reason)
                throws IOException {
            throw new IngestException("%s, column [%s]: %s".formatted(place, column, reason));
        }

        @Override
        public void restart() {
            // Nothing was taken
        }
    }
}
