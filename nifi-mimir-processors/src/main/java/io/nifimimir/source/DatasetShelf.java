/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Puts datasets aside, whatever their size: the content is read twice, once to see that it is a whole dataset, and once to store it chunk by
 * chunk. A repetition after a crash goes on behind the chunks that are stored.
 */
public final class DatasetShelf {
    /** Of the content as it comes. A part of the stored form: a repetition counts on it. */
    static final int CHUNK_BYTES = 1 << 20;

    private final DatasetRepository repository;
    private final Clock clock;
    private final BooleanSupplier keepGoing;

    /** @param keepGoing asked before each chunk; where it turns false the dataset is left for a repetition to go on with */
    public DatasetShelf(final DatasetRepository repository, final Clock clock, final BooleanSupplier keepGoing) {
        this.repository = repository;
        this.clock = clock;
        this.keepGoing = keepGoing;
    }

    /** Opens the content from its beginning. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    /**
     * @param putKey names who puts it, such as a flowfile; with the content it makes the key of the dataset
     * @throws DatasetFormatException where the content is no whole dataset; nothing is stored of it
     * @throws CancellationException where it was told to stop
     */
    public StoredDataset put(
            final DatasetName name, final String putKey, final Opener content, final int versionsToKeep)
            throws IOException {
        final DatasetRepository.Draft draft = inspect(name, putKey, content);
        final DatasetRepository.Progress progress = repository.begin(draft, clock.instant());
        if (progress.stored().isPresent()) {
            return progress.stored().get();
        }
        try (InputStream input = content.open()) {
            input.skipNBytes(Math.min(draft.bytes(), progress.chunks() * CHUNK_BYTES));
            long sequence = progress.chunks();
            for (byte[] chunk = next(input); chunk.length > 0; chunk = next(input)) {
                if (!keepGoing.getAsBoolean()) {
                    throw new CancellationException("Stopped after %d chunks of %s".formatted(sequence, name));
                }
                repository.append(draft, sequence, chunk);
                sequence++;
            }
        }
        return repository.complete(draft, versionsToKeep, clock.instant());
    }

    private static byte[] next(final InputStream input) throws IOException {
        return input.readNBytes(CHUNK_BYTES);
    }

    private static DatasetRepository.Draft inspect(final DatasetName name, final String putKey, final Opener content)
            throws IOException {
        try (CountedDigest input = new CountedDigest(content.open())) {
            final DatasetReader reader = DatasetReaders.open(input);
            final long expected = reader.header().rowCount();
            long rows = 0;
            while (reader.next() != null) {
                rows++;
            }
            if (rows != expected) {
                throw new DatasetFormatException(
                        "The dataset ends after %,d rows, its header says %,d".formatted(rows, expected));
            }
            input.transferTo(OutputStream.nullOutputStream());
            final String sha256 = input.hexDigest();
            return new DatasetRepository.Draft(
                    putKey + ":" + sha256, name, rows, reader.header().columnCount(), input.bytes, sha256);
        }
    }

    /** Counts and digests what is read; a mark would let bytes be read twice. */
    private static final class CountedDigest extends DigestInputStream {
        private long bytes;

        private CountedDigest(final InputStream input) {
            super(input, Sha256.digest());
        }

        @Override
        public int read() throws IOException {
            final int next = super.read();
            bytes += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(final byte[] buffer, final int offset, final int length) throws IOException {
            final int count = super.read(buffer, offset, length);
            bytes += Math.max(0, count);
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private String hexDigest() {
            return HexFormat.of().formatHex(getMessageDigest().digest());
        }
    }
}
