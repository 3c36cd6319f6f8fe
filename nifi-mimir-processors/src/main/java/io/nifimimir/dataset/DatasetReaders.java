/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Opens a dataset in any of its encodings. */
public final class DatasetReaders {
    private DatasetReaders() {}

    /**
     * Tells the encoding by the first bytes and reads the header.
     *
     * @param input is closed with the reader; where this fails, it stays the caller's to close
     * @throws DatasetFormatException where the content is no dataset
     */
    public static DatasetReader open(final InputStream input) throws IOException {
        final PushbackInputStream content = new PushbackInputStream(input, AvroContainer.magicBytes());
        final byte[] first = content.readNBytes(AvroContainer.magicBytes());
        content.unread(first);
        return AvroContainer.isAvro(first) ? new AvroDatasetReader(content) : new JsonDatasetReader(content);
    }
}
