/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dataset.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AuditLogTest {
    private static final Instant START = Instant.parse("2024-04-14T06:00:00Z");

    @TempDir
    private Path directory;

    private SqliteDatabase database;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void testChainOfNothingIsIntact() {
        assertEquals(OptionalLong.empty(), verify().firstBroken());
        assertEquals(0, verify().entries());
    }

    @Test
    void testEntriesFollowOnOneAnother() {
        append(10);
        assertTrue(verify().intact(), verify().finding());
        assertEquals(10, verify().entries());
    }

    /** By anyone, from what is in the table: the form is part of the promise. */
    @Test
    void testHashIsOverNetstringsOfTheFields() {
        AuditOrigin.STORE.run(() -> {
            append(1);
            return null;
        });
        final String fields = "64:" + AuditHash.NONE + ",1:1,13:1713074400000,5:store,10:rule_saved,15:monitoring_rule,"
                + "6:rule-0,15:{\"threshold\":0},-,";
        assertEquals(Sha256.hex(fields.getBytes(StandardCharsets.UTF_8)), string("SELECT hash FROM audit_log"));
    }

    @Test
    void testEntryGoesWithItsTransaction() {
        append(1);
        assertThrows(
                IllegalStateException.class,
                () -> database.inTransaction(() -> {
                    append(1);
                    throw new IllegalStateException("on purpose");
                }));
        append(1);
        assertEquals(2, verify().entries());
        assertTrue(verify().intact(), verify().finding());
    }

    @Test
    void testOriginIsThatOfTheThread() {
        final AuditOrigin origin = new AuditOrigin("AutoTrain", "9c1f6d4e-0000-4000-8000-000000000001");
        origin.run(() -> {
            append(1);
            return null;
        });
        append(1);
        assertEquals("AutoTrain 9c1f6d4e-0000-4000-8000-000000000001", string("""
                SELECT actor || ' ' || flowfile_uuid FROM audit_log WHERE sequence = 1"""));
        assertEquals("store", string("SELECT actor FROM audit_log WHERE sequence = 2 AND flowfile_uuid IS NULL"));
    }

    @Test
    void testTableTakesNoChange() {
        append(3);
        for (final String change : List.of(
                "UPDATE audit_log SET detail = '{}' WHERE sequence = 2",
                "DELETE FROM audit_log WHERE sequence = 3",
                "DELETE FROM audit_log",
                "INSERT OR REPLACE INTO audit_log SELECT sequence, 0, actor, action, subject_type, subject_id, detail, "
                        + "flowfile_uuid, previous_hash, hash FROM audit_log WHERE sequence = 2")) {
            final UncheckedIOException refused =
                    assertThrows(UncheckedIOException.class, () -> execute(change), change);
            assertTrue(refused.getMessage().contains("append-only"), refused.getMessage());
        }
        assertEquals(3, verify().entries());
    }

    @Test
    void testFirstBrokenLinkIsNamed() {
        append(10);
        unguarded("UPDATE audit_log SET detail = '{\"threshold\":99}' WHERE sequence IN (5, 8)");
        assertEquals(OptionalLong.of(5), verify().firstBroken());
        assertEquals(4, verify().entries());
        assertTrue(verify().finding().contains("Entry 5 was changed"), verify().finding());
    }

    @Test
    void testEntryWithNewHashOfItsOwnBreaksTheNext() {
        append(10);
        unguarded("UPDATE audit_log SET hash = '%s' WHERE sequence = 5".formatted("f".repeat(64)));
        assertEquals(OptionalLong.of(5), verify().firstBroken());
    }

    @Test
    void testMissingEntriesAreNamedInTheMiddleAndAtTheEnd() {
        append(10);
        unguarded("DELETE FROM audit_log WHERE sequence = 9");
        assertEquals(OptionalLong.of(9), verify().firstBroken());
        unguarded("DELETE FROM audit_log WHERE sequence >= 9");
        assertEquals(OptionalLong.of(9), verify().firstBroken());
        assertTrue(verify().finding().contains("the end is missing"), verify().finding());
    }

    @Test
    void testMissingGuardIsFound() {
        append(2);
        execute("DROP TRIGGER audit_log_update");
        assertTrue(verify().finding().contains("triggers [audit_log_append, audit_log_delete]"), verify().finding());
        assertEquals(OptionalLong.of(3), verify().firstBroken());
    }

    @Test
    void testChainStaysVerifiableBehindWhatWasLetGo() {
        append(10);
        // The entries are an hour apart: three are older
        assertEquals(3, trim(START.plus(Duration.ofHours(3)), 100));
        assertTrue(verify().intact(), verify().finding());
        assertEquals(8, verify().entries());
        assertEquals(0, trim(START.plus(Duration.ofHours(3)), 100));

        assertEquals(2, trim(START.plus(Duration.ofHours(8)), 2), "in small steps");
        assertTrue(verify().intact(), verify().finding());
        append(1);
        assertTrue(verify().intact(), verify().finding());

        assertThrows(UncheckedIOException.class, () -> execute("DELETE FROM audit_log WHERE sequence <= 6"));
        unguarded("DELETE FROM audit_log WHERE sequence = 6");
        assertEquals(OptionalLong.of(6), verify().firstBroken());
    }

    private int trim(final Instant before, final int limit) {
        return database.write(connection -> AuditLog.trim(connection, before, limit, START.plus(Duration.ofDays(1))));
    }

    private void append(final int count) {
        database.write(connection -> {
            for (int number = 0; number < count; number++) {
                AuditLog.append(
                        connection,
                        AuditEntry.now(
                                START.plus(Duration.ofHours(number)),
                                "rule_saved",
                                "monitoring_rule",
                                "rule-" + number,
                                Map.of("threshold", number)));
            }
            return null;
        });
    }

    private AuditVerification verify() {
        return database.read(AuditLog::verify);
    }

    /** As somebody does it who has the file. */
    private void unguarded(final String sql) {
        final List<String> triggers = database.read(connection -> Sql.list(
                connection,
                "SELECT name || ';' || sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_log'",
                row -> row.getString(1)));
        triggers.forEach(trigger -> execute("DROP TRIGGER " + trigger.substring(0, trigger.indexOf(';'))));
        execute(sql);
        triggers.forEach(trigger -> execute(trigger.substring(trigger.indexOf(';') + 1)));
    }

    private void execute(final String sql) {
        database.write(connection -> Sql.update(connection, sql));
    }

    private String string(final String sql) {
        return database.read(connection ->
                Sql.first(connection, sql, row -> row.getString(1)).orElseThrow());
    }
}
