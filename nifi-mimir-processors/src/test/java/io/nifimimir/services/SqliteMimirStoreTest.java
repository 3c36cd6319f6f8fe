/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.NoOpProcessor;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteMimirStoreTest {

    @TempDir
    private Path directory;

    private TestRunner runner;

    @BeforeEach
    void setUp() {
        runner = TestRunners.newTestRunner(NoOpProcessor.class);
    }

    @Test
    void storeOpensAndCloses() throws InitializationException {
        final SqliteMimirStore store = add("store");
        runner.enableControllerService(store);

        assertEquals(List.of(), store.monitoring().jobs());

        runner.disableControllerService(store);
        assertThrows(IllegalStateException.class, store::monitoring);
        runner.enableControllerService(store);
        assertEquals(List.of(), store.training().models("none"));
        runner.disableControllerService(store);
    }

    @Test
    void folderInUseIsRefusedUntilItIsFree() throws InitializationException {
        final SqliteMimirStore first = add("first");
        final SqliteMimirStore second = add("second");
        runner.enableControllerService(first);

        final Throwable refused = assertThrows(Throwable.class, () -> runner.enableControllerService(second));
        runner.disableControllerService(first);

        assertTrue(refused.toString().contains("another service uses the same directory"), refused.toString());
    }

    private SqliteMimirStore add(final String identifier) throws InitializationException {
        final SqliteMimirStore store = new SqliteMimirStore();
        runner.addControllerService(identifier, store);
        runner.setProperty(store, SqliteMimirStore.STORE_DIRECTORY, directory.toString());
        return store;
    }
}
