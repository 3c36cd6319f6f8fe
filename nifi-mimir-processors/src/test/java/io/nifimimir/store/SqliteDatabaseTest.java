/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteDatabaseTest {

    @Test
    void settingsAreThoseThatKeepEachCommit(@TempDir final Path directory) throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            for (final boolean writing : new boolean[] {false, true}) {
                // Inside of a transaction the connection that writes is asked, outside the one that reads
                final UnaryOperator<String> ask = name ->
                        writing ? database.write("Asking", connection -> database.pragma(name)) : database.pragma(name);
                assertEquals("wal", ask.apply("journal_mode"));
                assertEquals("2", ask.apply("synchronous"));
                assertEquals("1", ask.apply("foreign_keys"));
                assertEquals("30000", ask.apply("busy_timeout"));
            }
        }
    }

    @Test
    void cleanCloseLeavesNoLogBehindAndTheFolderFree(@TempDir final Path directory) throws IOException {
        SqliteDatabase.open(directory).close();

        assertFalse(Files.exists(directory.resolve("mimir.db-wal")));
        try (SqliteDatabase again = SqliteDatabase.open(directory)) {
            again.checkpoint();
            assertTrue(Files.size(directory.resolve("mimir.db")) > 0);
        }
    }
}
