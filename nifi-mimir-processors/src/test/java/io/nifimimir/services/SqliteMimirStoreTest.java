/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.store.StoreFullException;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.distributed.cache.client.AtomicCacheEntry;
import org.apache.nifi.distributed.cache.client.Deserializer;
import org.apache.nifi.distributed.cache.client.Serializer;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockConfigurationContext;
import org.apache.nifi.util.NoOpProcessor;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteMimirStoreTest {

    private static final Serializer<String> TEXT =
            (value, output) -> output.write(value.getBytes(StandardCharsets.UTF_8));

    private static final Deserializer<String> FROM_TEXT = bytes -> new String(bytes, StandardCharsets.UTF_8);

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

    @Test
    void serviceAnswersAsDatabasePool() throws InitializationException, SQLException {
        final SqliteMimirStore store = add("store");
        runner.enableControllerService(store);
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM monitoring_jobs")) {
            assertTrue(row.next());
            assertEquals(0, row.getInt(1));
            assertThrows(SQLException.class, () -> statement.execute("DELETE FROM store_sessions"));
        }
        runner.disableControllerService(store);
        runner.setProperty(store, StoreProperties.SQL_ACCESS, SqlAccess.READ_AND_WRITE);
        runner.enableControllerService(store);
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate("DELETE FROM store_sessions WHERE closed_at IS NOT NULL"));
        }
        runner.disableControllerService(store);
    }

    @Test
    void mapCacheRemembersOverARestart() throws InitializationException, IOException {
        final SqliteMimirStore store = add("store");
        runner.enableControllerService(store);
        assertNull(store.getAndPutIfAbsent("alert-1:active", "first", TEXT, TEXT, FROM_TEXT));
        runner.disableControllerService(store);
        runner.enableControllerService(store);
        assertEquals("first", store.getAndPutIfAbsent("alert-1:active", "second", TEXT, TEXT, FROM_TEXT));
        assertTrue(store.containsKey("alert-1:active", TEXT));
        assertFalse(store.putIfAbsent("alert-1:active", "third", TEXT, TEXT));
        assertEquals(Set.of("alert-1:active"), store.keySet(FROM_TEXT));
        assertEquals("first", store.get("alert-1:active", TEXT, FROM_TEXT));
        assertTrue(store.remove("alert-1:active", TEXT));
        assertFalse(store.remove("alert-1:active", TEXT));
        assertNull(store.get("alert-1:active", TEXT, FROM_TEXT));
        store.close();
        store.put("other", "value", TEXT, TEXT);
        assertEquals("value", store.removeAndGet("other", TEXT, FROM_TEXT));
        runner.disableControllerService(store);
    }

    @Test
    void mapCacheWithoutRoomFailsAsACacheAndStillKnowsWhatItKnew() throws InitializationException, IOException {
        final SqliteMimirStore store = add("store");
        runner.enableControllerService(store);
        store.put("alert-1:active", "first", TEXT, TEXT);
        runner.disableControllerService(store);
        runner.setProperty(store, StoreProperties.MINIMUM_FREE_SPACE, "1000000 TB");
        runner.enableControllerService(store);
        assertFalse(store.putIfAbsent("alert-1:active", "again", TEXT, TEXT));
        final IOException full = assertThrows(
                IOException.class, () -> store.getAndPutIfAbsent("alert-2:active", "first", TEXT, TEXT, FROM_TEXT));
        assertTrue(full.getMessage().contains("No room"), full.getMessage());
        assertThrows(StoreFullException.class, store::requireRoom);
        runner.disableControllerService(store);
    }

    @Test
    void mapCacheIsNotOverwrittenByWhoHasNotSeenTheLastValue() throws InitializationException, IOException {
        final SqliteMimirStore store = add("store");
        runner.enableControllerService(store);
        assertNull(store.fetch("key", TEXT, FROM_TEXT));
        assertTrue(store.replace(new AtomicCacheEntry<>("key", "one", null), TEXT, TEXT));
        assertFalse(store.replace(new AtomicCacheEntry<>("key", "late", null), TEXT, TEXT));
        final AtomicCacheEntry<String, String, Long> seen = store.fetch("key", TEXT, FROM_TEXT);
        seen.setValue("two");
        assertTrue(store.replace(seen, TEXT, TEXT));
        assertFalse(store.replace(seen, TEXT, TEXT));
        assertEquals("two", store.fetch("key", TEXT, FROM_TEXT).getValue());
        runner.disableControllerService(store);
    }

    @Test
    void verificationDoesNotDisturbAStoreInUse() throws InitializationException {
        final SqliteMimirStore store = add("store");
        runner.setProperty(store, StoreProperties.MINIMUM_FREE_SPACE, "0 B");
        runner.enableControllerService(store);
        final MockConfigurationContext context = new MockConfigurationContext(
                store, Map.of(SqliteMimirStore.STORE_DIRECTORY, directory.toString()), null, Map.of());
        final List<ConfigVerificationResult> results = store.verify(context, runner.getLogger(), Map.of());
        assertEquals(
                List.of("Directory", "File System", "Schema", "Integrity", "Audit", "Backups"),
                results.stream()
                        .map(ConfigVerificationResult::getVerificationStepName)
                        .toList());
        assertTrue(
                results.subList(0, 5).stream().allMatch(result -> result.getOutcome() == Outcome.SUCCESSFUL),
                results.toString());
        assertTrue(store.health().inPlace());
        assertTrue(store.verifyAudit().intact());
        runner.disableControllerService(store);
    }

    private SqliteMimirStore add(final String identifier) throws InitializationException {
        final SqliteMimirStore store = new SqliteMimirStore();
        runner.addControllerService(identifier, store);
        runner.setProperty(store, SqliteMimirStore.STORE_DIRECTORY, directory.toString());
        return store;
    }
}
