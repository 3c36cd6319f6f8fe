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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
        runner.enableControllerService(store);
        return store;
    }

    /** What the processor says of its configuration, as "Verify" on the canvas asks it. */
    static List<ConfigVerificationResult> verify(final TestRunner runner, final Map<String, String> attributes) {
        final VerifiableProcessor processor = (VerifiableProcessor) runner.getProcessor();
        return processor.verify(runner.getProcessContext(), runner.getLogger(), attributes);
    }

    /** The first column of what SQL finds in the store. */
    static List<String> query(final SqliteMimirStore store, final String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            final List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    static byte[] dataset(final String csv) throws IOException {
        return Converted.dataset(csv.getBytes(StandardCharsets.UTF_8), "test.csv", IngestOptions.DETECT_ALL);
    }

    static byte[] avroDataset(final String csv) throws IOException {
        return Converted.dataset(
                csv.getBytes(StandardCharsets.UTF_8), "test.csv", IngestOptions.DETECT_ALL, new AvroDatasetEncoding());
    }
}
