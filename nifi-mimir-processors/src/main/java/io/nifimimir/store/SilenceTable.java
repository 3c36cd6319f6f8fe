/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.alert.Recurrence;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.alert.Silence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statements on {@code silences}. */
final class SilenceTable {
    private SilenceTable() {}

    static void save(final Connection connection, final Silence silence, final Instant now) throws SQLException {
        if (find(connection, silence.id()).equals(Optional.of(silence))) {
            return;
        }
        final String sql = """
                INSERT INTO silences (id, ontology_id, entity_id, metric_name, severity, begins_at, ends_at, actor, reason,
                    recurs_cron, recurs_minutes, recurs_zone)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET ontology_id = excluded.ontology_id, entity_id = excluded.entity_id,
                    metric_name = excluded.metric_name, severity = excluded.severity, begins_at = excluded.begins_at,
                    ends_at = excluded.ends_at, actor = excluded.actor, reason = excluded.reason,
                    recurs_cron = excluded.recurs_cron, recurs_minutes = excluded.recurs_minutes,
                    recurs_zone = excluded.recurs_zone""";
        final Recurrence recurrence = silence.recurrence();
        Sql.update(
                connection,
                sql,
                silence.id(),
                silence.ontologyId(),
                silence.entityId(),
                silence.metricName(),
                silence.severity() == null ? null : silence.severity().wireName(),
                silence.from(),
                silence.until(),
                silence.by(),
                silence.reason(),
                recurrence == null ? null : recurrence.begins(),
                recurrence == null ? null : recurrence.length().toMinutes(),
                recurrence == null ? null : recurrence.zone().getId());
        AlertTransitionTable.release(connection);
        audit(connection, "silence_saved", silence, silence.by(), now);
    }

    /** @return whether there was one */
    static boolean delete(final Connection connection, final String id, final String by, final Instant now)
            throws SQLException {
        final Optional<Silence> silence = find(connection, id);
        if (silence.isEmpty()) {
            return false;
        }
        Sql.update(connection, "DELETE FROM silences WHERE id = ?", id);
        AlertTransitionTable.release(connection);
        audit(connection, "silence_ended", silence.get(), by, now);
        return true;
    }

    /** Those that are not over. */
    static List<Silence> notOver(final Connection connection, final Instant now) throws SQLException {
        return Sql.list(
                connection,
                "SELECT * FROM silences WHERE ends_at > ? ORDER BY ends_at, id",
                SilenceTable::silence,
                now);
    }

    static List<Silence> all(final Connection connection) throws SQLException {
        return Sql.list(connection, "SELECT * FROM silences ORDER BY ends_at, id", SilenceTable::silence);
    }

    private static Optional<Silence> find(final Connection connection, final String id) throws SQLException {
        return Sql.first(connection, "SELECT * FROM silences WHERE id = ?", SilenceTable::silence, id);
    }

    private static void audit(
            final Connection connection, final String action, final Silence silence, final String by, final Instant now)
            throws SQLException {
        final Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("ontology", silence.ontologyId());
        detail.put("entity", silence.entityId());
        detail.put("metric", silence.metricName());
        detail.put(
                "severity",
                silence.severity() == null ? null : silence.severity().wireName());
        detail.put("from", silence.from().toString());
        detail.put("until", silence.until().toString());
        if (silence.recurrence() != null) {
            detail.put("begins", silence.recurrence().begins());
            detail.put("minutes", silence.recurrence().length().toMinutes());
            detail.put("zone", silence.recurrence().zone().getId());
        }

        detail.put("by", by);
        detail.put("reason", silence.reason());
        AuditLog.append(connection, AuditEntry.now(now, action, "silence", silence.id(), detail));
    }

    private static Silence silence(final ResultSet row) throws SQLException {
        final String severity = row.getString("severity");
        final String cron = row.getString("recurs_cron");
        return new Silence(
                row.getString("id"),
                row.getString("ontology_id"),
                row.getString("entity_id"),
                row.getString("metric_name"),
                severity == null ? null : Severity.ofWireName(severity),
                Sql.instant(row, "begins_at"),
                Sql.instant(row, "ends_at"),
                row.getString("actor"),
                row.getString("reason"),
                cron == null
                        ? null
                        : new Recurrence(
                                cron,
                                Duration.ofMinutes(row.getLong("recurs_minutes")),
                                ZoneId.of(row.getString("recurs_zone"))));
    }
}
