/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.AvroDatasetEncoding;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.services.SqliteMimirStore;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.TestRunner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A store on a real file for the components under test, and datasets as the conversion writes them. */
final class Stores {
    static final String IDENTIFIER = "store";

    private Stores() {}

    static SqliteMimirStore enable(final TestRunner runner, final Path directory) throws InitializationException {
        final SqliteMimirStore store = new SqliteMimirStore();
        runner.addControllerService(IDENTIFIER, store);
        runner.setProperty(store, "Store Directory", directory.toString());
        // The series of the tests lie in a past that housekeeping would let go
        runner.setProperty(store, "Keep Points", "36500 days");
        runner.enableControllerService(store);
        return store;
    }

    /** What the processor says of its configuration, as "Verify" on the canvas asks it. */
    static List<ConfigVerificationResult> verify(final TestRunner runner, final Map<String, String> attributes) {
        final VerifiableProcessor processor = (VerifiableProcessor) runner.getProcessor();
        return processor.verify(runner.getProcessContext(), runner.getLogger(), attributes);
    }

    static byte[] dataset(final String csv) throws IOException {
        return Converted.dataset(csv.getBytes(StandardCharsets.UTF_8), "test.csv", IngestOptions.DETECT_ALL);
    }

    static byte[] avroDataset(final String csv) throws IOException {
        return Converted.dataset(
                csv.getBytes(StandardCharsets.UTF_8), "test.csv", IngestOptions.DETECT_ALL, new AvroDatasetEncoding());
    }
}
