/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DatasetShelfTest {
    private static final DatasetName NEWS = new DatasetName(DatasetName.Origin.PIPELINE, "news", "articles");

    @TempDir
    private Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory, Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void repetitionGoesOnBehindWhatIsStored() throws IOException {
        final byte[] dataset = dataset(60_000);
        assertTrue(
                dataset.length > 2 * DatasetShelf.CHUNK_BYTES,
                "three chunks, of which one is stored: " + dataset.length);
        final AtomicInteger asked = new AtomicInteger();
        final DatasetShelf cutOff =
                new DatasetShelf(store.datasets(), Clock.systemUTC(), () -> asked.incrementAndGet() < 2);
        assertThrows(
                CancellationException.class,
                () -> cutOff.put(NEWS, "flowfile", () -> new ByteArrayInputStream(dataset), 3));
        assertEquals(Optional.empty(), store.datasets().find(NEWS));

        final AtomicInteger askedAgain = new AtomicInteger();
        final DatasetShelf shelf =
                new DatasetShelf(store.datasets(), Clock.systemUTC(), () -> askedAgain.incrementAndGet() > 0);
        final StoredDataset stored = shelf.put(NEWS, "flowfile", () -> new ByteArrayInputStream(dataset), 3);

        assertEquals(chunks(dataset) - 1, askedAgain.get(), "the first chunk is not stored a second time");
        assertEquals(1, stored.version());
        assertEquals(60_000, stored.rows());
        assertArrayEquals(dataset, store.datasets().read(stored).readAllBytes());
    }

    @Test
    void contentThatEndsEarlyIsNotBegun() throws IOException {
        final byte[] dataset = dataset(100);
        final DatasetShelf shelf = new DatasetShelf(store.datasets(), Clock.systemUTC(), () -> true);
        final byte[] part = Arrays.copyOf(dataset, dataset.length / 2);
        assertThrows(
                DatasetFormatException.class,
                () -> shelf.put(NEWS, "flowfile", () -> new ByteArrayInputStream(part), 3));
        assertEquals(List.of(), store.datasets().list());
    }

    private static int chunks(final byte[] dataset) {
        return (dataset.length + DatasetShelf.CHUNK_BYTES - 1) / DatasetShelf.CHUNK_BYTES;
    }

    private static byte[] dataset(final int rows) throws IOException {
        final StringBuilder csv = new StringBuilder("camp,cases,note\n");
        for (int row = 0; row < rows; row++) {
            csv.append("camp %d,%d,note of row %d\n".formatted(row % 7, row * 31 % 97, row));
        }
        return Converted.dataset(
                csv.toString().getBytes(StandardCharsets.UTF_8), "camps.csv", IngestOptions.DETECT_ALL);
    }
}
