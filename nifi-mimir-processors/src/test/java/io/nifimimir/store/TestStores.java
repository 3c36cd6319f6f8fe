/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Stores to break. */
final class TestStores {
    static final Instant NOW = Instant.parse("2024-04-14T06:00:00Z");

    static final SeriesKey SERIES = new SeriesKey("clinic", "KBL-03", "temperature_c");

    private TestStores() {}

    /** Points of one minute each, from a number of them on. */
    static void append(final SqliteStore store, final long from, final long count) {
        store.monitoring()
                .appendPoints(
                        SERIES,
                        LongStream.range(from, from + count)
                                .mapToObj(number -> new SeriesPoint(NOW.plusSeconds(60 * number), number))
                                .iterator());
    }

    static int points(final SqliteStore store) {
        return store.monitoring().newestPoints(SERIES, Integer.MAX_VALUE).size();
    }

    static void overwrite(final Path file, final long offset, final byte... bytes) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(offset);
            opened.write(bytes);
        }
    }

    static byte[] noise(final int length) {
        final byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /** A clock that stands still until it is told otherwise. */
    static final class SetClock extends Clock {
        private Instant now = NOW;

        void advance(final Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(final ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Keeps what it is told. */
    static final class Messages implements StoreListener {
        final List<String> informed = new ArrayList<>();

        final List<String> warned = new ArrayList<>();

        @Override
        public void info(final String message) {
            informed.add(message);
        }

        @Override
        public void warn(final String message, final Throwable cause) {
            warned.add(cause == null ? message : message + ": " + cause.getMessage());
        }
    }
}
