/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.Closeable;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** NiFi replaces a NAR while it runs: the files of the old one are gone when its store is closed. */
class StoreWithoutItsJarTest {

    @TempDir
    private Path directory;

    @Test
    void testStoreIsClosedInOrderWhenNoClassCanBeLoadedAnyMore() throws Exception {
        final Closeable store;
        try (URLClassLoader nar = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            store = (Closeable) nar.loadClass(SqliteStore.class.getName())
                    .getMethod("open", Path.class, Clock.class)
                    .invoke(null, directory, Clock.systemUTC());
        }

        store.close();

        assertFalse(Files.exists(directory.resolve("mimir.db-wal")), "the log is emptied");
        try (SqliteStore next = SqliteStore.open(directory, Clock.systemUTC())) {
            assertEquals(List.of(), next.monitoring().jobs());
            assertFalse(next.health().cutOff());
        }
    }

    private static URL[] classPath() throws Exception {
        final String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
        final URL[] urls = new URL[entries.length];
        for (int index = 0; index < urls.length; index++) {
            urls[index] = Path.of(entries[index]).toUri().toURL();
        }
        return urls;
    }
}
