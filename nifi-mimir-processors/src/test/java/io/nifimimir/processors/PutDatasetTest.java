/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.source.DatasetName;
import io.nifimimir.source.StoredDataset;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.serialization.record.MockRecordParser;
import org.apache.nifi.serialization.record.RecordFieldType;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PutDatasetTest {
    private static final DatasetName NEWS = new DatasetName(DatasetName.Origin.PIPELINE, "news", "articles");

    @TempDir
    private Path directory;

    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new PutDataset());
        runner.enforceReadStreamsClosed(true);
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        runner.setProperty(PutDataset.OUTPUT_KEY, "articles");
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void datasetIsKeptUnderThePipelineThatBroughtIt() throws IOException {
        final byte[] dataset = Stores.avroDataset("day,words\n2024-05-01,10\n2024-05-02,20\n");
        runner.enqueue(dataset, Map.of(MimirAttributes.PIPELINE_ID, "news"));

        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(PutDataset.SUCCESS, 1);
        final MockFlowFile kept =
                runner.getFlowFilesForRelationship(PutDataset.SUCCESS).getFirst();
        kept.assertAttributeEquals(MimirAttributes.DATASET_VERSION, "1");
        kept.assertAttributeEquals(MimirAttributes.RECORD_COUNT, "2");
        assertArrayEquals(
                dataset,
                store.datasets().read(store.datasets().find(NEWS).orElseThrow()).readAllBytes());
    }

    @Test
    void replayedFlowFileMakesNoSecondVersionAndANewOneDoes() throws IOException {
        final byte[] dataset = Stores.dataset("day,words\n2024-05-01,10\n");
        final MockFlowFile first = runner.enqueue(dataset, Map.of(MimirAttributes.PIPELINE_ID, "news"));
        runner.run(1, false);
        runner.enqueue(first);
        runner.enqueue(dataset, Map.of(MimirAttributes.PIPELINE_ID, "news"));
        runner.run(2, false);

        assertEquals(
                List.of(2, 1),
                store.datasets().list().stream().map(StoredDataset::version).toList());
    }

    @Test
    void contentThatIsNoWholeDatasetGoesToFailure() throws IOException {
        final byte[] dataset = Stores.dataset("day,words\n2024-05-01,10\n2024-05-02,20\n");
        runner.enqueue("day,words", Map.of(MimirAttributes.PIPELINE_ID, "news"));
        runner.enqueue(Arrays.copyOf(dataset, dataset.length - 20), Map.of(MimirAttributes.PIPELINE_ID, "news"));

        runner.run(2, false);

        runner.assertAllFlowFilesTransferred(PutDataset.FAILURE, 2);
        assertEquals(List.of(), store.datasets().list());
    }

    @Test
    void datasetWithoutANameGoesToFailure() throws IOException {
        runner.enqueue(Stores.dataset("day,words\n2024-05-01,10\n"));

        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(PutDataset.FAILURE, 1);
        assertTrue(runner.getFlowFilesForRelationship(PutDataset.FAILURE)
                .getFirst()
                .getAttribute(MimirAttributes.ERROR)
                .contains("id of the pipeline"));
    }

    @Test
    void recordsBecomeTheSameDatasetEachTime() throws Exception {
        final MockRecordParser parser = new MockRecordParser();
        parser.addSchemaField("camp", RecordFieldType.STRING);
        parser.addSchemaField("cases", RecordFieldType.INT);
        parser.addRecord("north", 3);
        parser.addRecord("south", 5);
        runner.addControllerService("reader", parser);
        runner.enableControllerService(parser);
        runner.setProperty(PutDataset.RECORD_READER, "reader");
        runner.setProperty(PutDataset.DATASET_ORIGIN, DatasetOrigin.STORAGE);
        runner.setProperty(PutDataset.STORAGE_ID, "field-reports-db");
        runner.setProperty(PutDataset.COLLECTION, "daily_reports");
        final MockFlowFile records = runner.enqueue("unread");
        runner.run(1, false);
        runner.enqueue(records);
        runner.run(1, false);

        runner.assertAllFlowFilesTransferred(PutDataset.SUCCESS, 2);
        final StoredDataset stored = store.datasets().list().getFirst();
        assertEquals(1, store.datasets().list().size());
        assertEquals(2, stored.rows());
        assertEquals("storage field-reports-db, daily_reports", stored.name().toString());
    }
}
