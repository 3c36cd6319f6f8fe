/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DatasetReadersTest {
    private static final RandomTables TABLE = new RandomTables(4);

    @Test
    void avroIsToldByItsFirstBytes() throws IOException {
        assertReads(AvroDatasetReader.class, Datasets.avro(TABLE.header(), TABLE.rows()));
    }

    @Test
    void anythingElseIsReadAsJson() throws IOException {
        assertReads(JsonDatasetReader.class, Datasets.json(TABLE.header(), TABLE.rows()));
    }

    private static void assertReads(final Class<?> kind, final byte[] dataset) throws IOException {
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(dataset))) {
            assertInstanceOf(kind, reader);
            assertEquals(TABLE.header(), reader.header());
            assertEquals(TABLE.header().columnCount(), reader.next().length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "O", "Obj", "Obj2 and more", "a,b\n1,2\n"})
    void contentOfNeitherIsRefused(final String content) {
        assertThrows(
                DatasetFormatException.class,
                () -> DatasetReaders.open(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void closingTheReaderClosesTheContent() throws IOException {
        for (final byte[] dataset :
                List.of(Datasets.avro(TABLE.header(), TABLE.rows()), Datasets.json(TABLE.header(), TABLE.rows()))) {
            final boolean[] closed = {false};
            final ByteArrayInputStream content = new ByteArrayInputStream(dataset) {
                @Override
                public void close() {
                    closed[0] = true;
                }
            };
            DatasetReaders.open(content).close();
            assertTrue(closed[0]);
        }
    }
}
