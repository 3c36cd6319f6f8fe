/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The audit: what was done, appended in the transaction that does it, each entry bound to the one before it. A chain finds changes made by
 * anyone who does not write all of it anew; against those who do, each backup keeps the head that the chain had.
 */
final class AuditLog {
    static final String TRIMMED = "audit_trimmed";

    static final String SUBJECT_TYPE = "audit_log";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final List<String> TRIGGERS = List.of("audit_log_append", "audit_log_delete", "audit_log_update");

    private AuditLog() {}

    /** Appends to the transaction that the connection is in. What it costs is one look at the end of the table, and a row. */
    static void append(final Connection connection, final AuditEntry entry) throws SQLException {
        final Head head = head(connection);
        final long sequence = head.sequence() + 1;
        final String detail = json(entry.detail());
        final AuditOrigin origin = entry.origin();
        final String hash = AuditHash.of(
                head.hash(),
                sequence,
                entry.at().toEpochMilli(),
                origin.actor(),
                entry.action(),
                entry.subjectType(),
                entry.subjectId(),
                detail,
                origin.flowFileUuid());
        final String sql = """
                INSERT INTO audit_log (sequence, at, actor, action, subject_type, subject_id, detail, flowfile_uuid,
                    previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        Sql.update(
                connection,
                sql,
                sequence,
                entry.at(),
                origin.actor(),
                entry.action(),
                entry.subjectType(),
                entry.subjectId(),
                detail,
                origin.flowFileUuid(),
                head.hash(),
                hash);
    }

    /** The end of the chain. */
    static Head head(final Connection connection) throws SQLException {
        final String sql = "SELECT sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1";
        return Sql.first(connection, sql, row -> new Head(row.getLong("sequence"), row.getString("hash")))
                .orElse(Head.NONE);
    }

    /** Reads the whole chain, and names the first entry that does not fit. */
    static AuditVerification verify(final Connection connection) throws SQLException {
        Head previous = anchor(connection).orElse(Head.NONE);
        long entries = 0;
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM audit_log ORDER BY sequence");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                final long sequence = row.getLong("sequence");
                final Optional<String> fault = fault(row, sequence, previous);
                if (fault.isPresent()) {
                    return new AuditVerification(
                            entries, OptionalLong.of(Math.min(sequence, previous.sequence() + 1)), fault.get());
                }
                previous = new Head(sequence, row.getString("hash"));
                entries++;
            }
        }
        return verifyEnd(connection, previous, entries);
    }

    /** Lets go of entries older than an instant, at most so many; the last of them is named in the chain first. */
    static int trim(final Connection connection, final Instant before, final int limit, final Instant now)
            throws SQLException {
        // The first that is young enough, and not the last that is old enough: a clock may have gone astray between
        // them
        final String sql = """
                SELECT sequence, hash FROM audit_log
                WHERE sequence < (SELECT sequence FROM audit_log WHERE at >= ? ORDER BY sequence LIMIT 1)
                    AND sequence < (SELECT min(sequence) + ? FROM audit_log)
                ORDER BY sequence DESC LIMIT 1""";
        final Optional<Head> last = Sql.first(
                connection, sql, row -> new Head(row.getLong("sequence"), row.getString("hash")), before, limit);
        if (last.isEmpty()) {
            return 0;
        }
        final long sequence = last.get().sequence();
        final Map<String, ?> detail = Map.of("hash", last.get().hash(), "older_than", before.toString());
        append(
                connection,
                new AuditEntry(now, AuditOrigin.STORE, TRIMMED, SUBJECT_TYPE, Long.toString(sequence), detail));
        return Sql.update(connection, "DELETE FROM audit_log WHERE sequence <= ?", sequence);
    }

    private static Optional<String> fault(final ResultSet row, final long sequence, final Head previous)
            throws SQLException {
        if (sequence != previous.sequence() + 1) {
            return Optional.of("Entry %d is missing: %d follows %d"
                    .formatted(previous.sequence() + 1, sequence, previous.sequence()));
        }
        final String previousHash = row.getString("previous_hash");
        if (!previousHash.equals(previous.hash())) {
            return Optional.of("Entry %d follows an entry with hash %s, found %s before it"
                    .formatted(sequence, previousHash, previous.hash()));
        }
        final String expected = AuditHash.of(
                previousHash,
                sequence,
                row.getLong("at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject_type"),
                row.getString("subject_id"),
                row.getString("detail"),
                row.getString("flowfile_uuid"));
        final String found = row.getString("hash");
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of("Entry %d was changed: its content has hash %s, it was written with %s"
                        .formatted(sequence, expected, found));
    }

    private static AuditVerification verifyEnd(final Connection connection, final Head last, final long entries)
            throws SQLException {
        final long written = Sql.first(
                        connection, "SELECT seq FROM sqlite_sequence WHERE name = 'audit_log'", row -> row.getLong(1))
                .orElse(0L);
        if (written != last.sequence()) {
            return new AuditVerification(
                    entries,
                    OptionalLong.of(last.sequence() + 1),
                    "The last entry is %d, but %d were written: the end is missing"
                            .formatted(last.sequence(), written));
        }
        final List<String> triggers = Sql.list(
                connection,
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_log' ORDER BY name",
                row -> row.getString(1));
        if (!triggers.equals(TRIGGERS)) {
            return new AuditVerification(
                    entries,
                    OptionalLong.of(last.sequence() + 1),
                    "All entries fit, but what keeps them from being changed is not in place: triggers %s, expected %s"
                            .formatted(triggers, TRIGGERS));
        }
        return new AuditVerification(
                entries, OptionalLong.empty(), "%d entries, each fits the one before it".formatted(entries));
    }

    /** The last entry that was let go, where any was. */
    private static Optional<Head> anchor(final Connection connection) throws SQLException {
        final String sql = """
                SELECT subject_id, json_extract(detail, '$.hash') AS hash FROM audit_log
                WHERE action = 'audit_trimmed' ORDER BY sequence DESC LIMIT 1""";
        return Sql.first(connection, sql, row -> new Head(row.getLong("subject_id"), row.getString("hash")));
    }

    private static String json(final Map<String, ?> detail) {
        try {
            return MAPPER.writeValueAsString(detail);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException("Detail of an audit entry cannot be written as JSON: " + detail, e);
        }
    }

    /** The last entry of a chain. */
    record Head(long sequence, String hash) {
        static final Head NONE = new Head(0, AuditHash.NONE);
    }
}
