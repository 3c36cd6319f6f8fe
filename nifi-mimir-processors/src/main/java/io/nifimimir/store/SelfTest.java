/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Whether the disk and SQLite do what the store relies on. Both keep silent where they cannot. */
final class SelfTest {
    private static final int SYNCS = 5;

    private static final int PAGE_BYTES = 4096;

    private SelfTest() {}

    /** On some network drives WAL mode is refused by staying with another. */
    static void requirePragmas(final Connection connection, final SqliteConnector connector) throws SQLException {
        final Map<String, String> expected = Map.of(
                "journal_mode", "wal",
                "synchronous", Integer.toString(connector.durability().synchronous()),
                "foreign_keys", "1",
                "trusted_schema", "0",
                "busy_timeout", Integer.toString(SqliteConnector.BUSY_TIMEOUT_MILLISECONDS));
        for (final Map.Entry<String, String> pragma : expected.entrySet()) {
            final String found = Sql.first(connection, "PRAGMA " + pragma.getKey(), row -> row.getString(1))
                    .orElse("nothing")
                    .toLowerCase(Locale.ROOT);
            if (!found.equals(pragma.getValue())) {
                throw new SQLException(
                        "%s cannot be used safely: PRAGMA %s is %s, expected %s. Is it on a network drive? Use a local one."
                                .formatted(connector.file(), pragma.getKey(), found, pragma.getValue()));
            }
        }
    }

    /**
     * Writes a page and syncs it, a few times.
     *
     * @return the median time of one; far below a tenth of a millisecond the disk has not written it, but says so
     */
    static Duration measureSync(final Path directory) throws IOException {
        final Path file = Files.createTempFile(directory, "mimir", ".sync");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            final long[] nanoseconds = new long[SYNCS];
            for (int sync = 0; sync < SYNCS; sync++) {
                final long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE_BYTES));
                channel.force(true);
                nanoseconds[sync] = System.nanoTime() - start;
            }
            Arrays.sort(nanoseconds);
            return Duration.ofNanos(nanoseconds[SYNCS / 2]);
        } finally {
            Files.delete(file);
        }
    }
}
