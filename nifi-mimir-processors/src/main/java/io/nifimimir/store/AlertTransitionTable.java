/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertDelivery;
import io.nifimimir.monitoring.alert.AlertEvent;
import io.nifimimir.monitoring.alert.AlertHistory;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.series.SeriesKey;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The steps in the lives of alerts: the history of each, and the outbox of what somebody is to be told. */
final class AlertTransitionTable {
    static final String RECORDED = "recorded";

    /** An alert as it stood at a step; the incident behind it as it stands now. */
    private static final String SELECT = """
            SELECT transition_key, event, to_status AS status, at, job_id, group_key, actor, note, message_key, attempts,
                held_until, kept_back, sent_at, alerts.id, rule_id, ontology_id, entity_id, metric_name, alert_type,
                alert_transitions.severity, alert_transitions.title, alert_transitions.message,
                alert_transitions.expected, since, alert_transitions.last_seen, alert_transitions.last_value,
                alert_transitions.occurrences, alert_transitions.resolved_at, streak_side, streak_since, streak_points,
                ended_at, closed, alert_transitions.reopened, acknowledged_by, escalated_at
            FROM alert_transitions JOIN alerts ON alerts.id = alert_id
            """;

    private static final String UNTOLD = "sent_at IS NULL AND kept_back IS NULL";

    private AlertTransitionTable() {}

    /**
     * A step that is to be told, or was handed out and may have been.
     *
     * @param messageKey the message that it is told by, from when it was first handed out; or null
     */
    record Unsent(AlertTransition transition, String messageKey, int attempts, Instant heldUntil) {
        boolean isOutranked() {
            return AlertDelivery.UNTIL_RELEASED.equals(heldUntil);
        }
    }

    /** @param taken steps that one transaction takes; one that is known changes nothing */
    static void save(final Connection connection, final List<AlertTransition> taken) throws SQLException {
        final List<AlertTransition> added = new ArrayList<>();
        for (final AlertTransition transition : taken) {
            if (add(connection, transition)) {
                audit(connection, transition);
                added.add(transition);
            }
        }
        AlertRanking.settle(connection, added);
    }

    private static boolean add(final Connection connection, final AlertTransition transition) throws SQLException {
        final String sql = """
                INSERT INTO alert_transitions (transition_key, alert_id, job_id, event, to_status, at, severity, title,
                    message, expected, last_seen, last_value, occurrences, resolved_at, reopened, actor, note, group_key,
                    attempts, kept_back)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                ON CONFLICT (transition_key) DO NOTHING""";
        final Alert alert = transition.alert();
        return Sql.update(
                        connection,
                        sql,
                        transition.key(),
                        alert.id(),
                        transition.jobId(),
                        transition.event().wireName(),
                        transition.to().wireName(),
                        transition.at(),
                        alert.severity().wireName(),
                        alert.title(),
                        alert.message(),
                        alert.expected(),
                        alert.lastSeen(),
                        alert.lastValue(),
                        alert.occurrences(),
                        alert.resolvedAt(),
                        alert.course().reopened(),
                        transition.actor(),
                        transition.note(),
                        transition.groupKey(),
                        transition.event().isTold() ? null : RECORDED)
                > 0;
    }

    private static void audit(final Connection connection, final AlertTransition transition) throws SQLException {
        final Alert alert = transition.alert();
        final Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("key", transition.key());
        detail.put("job_id", transition.jobId());
        detail.put("rule_id", alert.ruleId());
        detail.put("series", alert.series().toString());
        detail.put("severity", alert.severity().wireName());
        detail.put("last_value", alert.lastValue());
        detail.put("occurrences", alert.occurrences());
        if (transition.actor() != null) {
            detail.put("by", transition.actor());
        }
        if (transition.note() != null) {
            detail.put("note", transition.note());
        }
        final String action = "alert_"
                + (transition.event() == AlertEvent.RAISED
                        ? "active"
                        : transition.event().wireName());
        AuditLog.append(connection, AuditEntry.now(transition.at(), action, "alert", alert.id(), detail));
    }

    /** Has all that silences hold looked at again, since one of them has changed. */
    static void release(final Connection connection) throws SQLException {
        Sql.update(
                connection,
                "UPDATE alert_transitions SET held_until = 0 WHERE %s AND held_until < ?".formatted(UNTOLD),
                AlertDelivery.UNTIL_RELEASED);
    }

    /** Alerts of a series of which something is outranked. */
    static List<String> outranked(final Connection connection, final SeriesKey series) throws SQLException {
        final String sql = """
                SELECT DISTINCT alert_id FROM alert_transitions
                WHERE %s AND held_until = ? AND alert_id IN (
                    SELECT id FROM alerts WHERE ontology_id = ? AND metric_name = ? AND entity_id = ?)
                ORDER BY alert_id""".formatted(UNTOLD);
        return Sql.list(
                connection,
                sql,
                row -> row.getString(1),
                AlertDelivery.UNTIL_RELEASED,
                series.ontologyId(),
                series.metricName(),
                series.entityId());
    }

    static List<AlertHistory.Entry> historyOf(final Connection connection, final String alertId) throws SQLException {
        return Sql.list(
                connection,
                SELECT + "WHERE alert_id = ? ORDER BY sequence",
                row -> new AlertHistory.Entry(transition(row), Sql.instant(row, "sent_at"), row.getString("kept_back")),
                alertId);
    }

    /** Steps that are due to be told, oldest first. */
    static List<Unsent> due(final Connection connection, final Instant now, final int limit) throws SQLException {
        final String sql = SELECT
                + "WHERE %s AND (held_until IS NULL OR held_until <= ?) ORDER BY sequence LIMIT ?".formatted(UNTOLD);
        return Sql.list(connection, sql, AlertTransitionTable::unsent, now, limit);
    }

    /** All steps of an alert that wait to be told and were never handed out, held ones among them. */
    static List<Unsent> waitingOf(final Connection connection, final String alertId) throws SQLException {
        final String sql =
                SELECT + "WHERE alert_id = ? AND message_key IS NULL AND %s ORDER BY sequence".formatted(UNTOLD);
        return Sql.list(connection, sql, AlertTransitionTable::unsent, alertId);
    }

    static List<Unsent> ofMessage(final Connection connection, final String messageKey) throws SQLException {
        return Sql.list(
                connection,
                SELECT + "WHERE message_key = ? ORDER BY sequence",
                AlertTransitionTable::unsent,
                messageKey);
    }

    /**
     * The last step of an alert of which somebody was told, or is with the next message.
     *
     * @param undecided keys of steps that are not to count
     */
    static Optional<AlertTransition> lastTold(
            final Connection connection, final String alertId, final Set<String> undecided) throws SQLException {
        final String sql = SELECT + """
                WHERE alert_id = ? AND kept_back IS NULL AND (message_key IS NOT NULL OR held_until IS NULL)
                ORDER BY sequence DESC""";
        return Sql.list(connection, sql, AlertTransitionTable::transition, alertId).stream()
                .filter(transition -> !undecided.contains(transition.key()))
                .findFirst();
    }

    static void apply(final Connection connection, final String key, final AlertDelivery.Decision decision)
            throws SQLException {
        switch (decision) {
            case AlertDelivery.Decision.Hold(final Instant until) ->
                Sql.update(
                        connection, "UPDATE alert_transitions SET held_until = ? WHERE transition_key = ?", until, key);
            case AlertDelivery.Decision.KeepBack(final String reason) ->
                Sql.update(
                        connection, "UPDATE alert_transitions SET kept_back = ? WHERE transition_key = ?", reason, key);
            case AlertDelivery.Decision.Tell(final AlertTransition told) -> tell(connection, told);
        }
    }

    /** With the alert as it stands when it is told at last. */
    private static void tell(final Connection connection, final AlertTransition told) throws SQLException {
        final String sql = """
                UPDATE alert_transitions SET to_status = ?, severity = ?, title = ?, message = ?, expected = ?,
                    last_seen = ?, last_value = ?, occurrences = ?, resolved_at = ?, held_until = NULL
                WHERE transition_key = ?""";
        final Alert alert = told.alert();
        Sql.update(
                connection,
                sql,
                alert.status().wireName(),
                alert.severity().wireName(),
                alert.title(),
                alert.message(),
                alert.expected(),
                alert.lastSeen(),
                alert.lastValue(),
                alert.occurrences(),
                alert.resolvedAt(),
                told.key());
    }

    static void handOut(final Connection connection, final String key, final String messageKey) throws SQLException {
        Sql.update(
                connection,
                "UPDATE alert_transitions SET message_key = ?, attempts = attempts + 1 WHERE transition_key = ?",
                messageKey,
                key);
    }

    /** @return how many steps the message tells of that were not marked yet */
    static int markSent(final Connection connection, final String messageKey, final Instant sentAt)
            throws SQLException {
        return Sql.update(
                connection,
                "UPDATE alert_transitions SET sent_at = ? WHERE message_key = ? AND sent_at IS NULL",
                sentAt,
                messageKey);
    }

    private static Unsent unsent(final ResultSet row) throws SQLException {
        return new Unsent(
                transition(row), row.getString("message_key"), row.getInt("attempts"), Sql.instant(row, "held_until"));
    }

    private static AlertTransition transition(final ResultSet row) throws SQLException {
        return new AlertTransition(
                row.getString("transition_key"),
                AlertEvent.ofWireName(row.getString("event")),
                AlertTable.alert(row),
                Sql.instant(row, "at"),
                row.getString("job_id"),
                row.getString("group_key"),
                row.getString("actor"),
                row.getString("note"));
    }
}
