/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.sqlite.SQLiteConfig;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the store of the bundle from outside, as any SQLite program could, while NiFi writes to it. */
public final class StoreView implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final Connection connection;

    private StoreView(final Path file, final Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    public static StoreView open(final Path storeFolder) {
        final Path file = storeFolder.resolve("mimir.db");
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        try {
            return new StoreView(file, config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()));
        } catch (final SQLException e) {
            throw new IllegalStateException("The store in %s cannot be read".formatted(file), e);
        }
    }

    /** A training as the store has it. */
    public record Training(String ontology, long rows, int columns, JsonNode report) {}

    /** @param metrics scores by name */
    public record Model(String ontology, String target, int version, String task, boolean active, JsonNode metrics) {}

    /** @param nextRun null where none is planned */
    public record Job(
            String ontology, String name, String cronExpression, Instant nextRun, String lastStatus, int rules) {}

    /**
     * @param since instant of its first point
     * @param occurrences points that met its condition
     * @param reopened how often it came back
     * @param acknowledgedBy null where nobody has
     */
    public record Alert(
            String id,
            String rule,
            String ontology,
            String severity,
            String status,
            String type,
            String title,
            String message,
            Instant since,
            long occurrences,
            int reopened,
            String acknowledgedBy) {
        public boolean resolvedOrDismissed() {
            return "resolved".equals(status) || "dismissed".equals(status);
        }
    }

    public List<Training> trainings() {
        return list(
                "SELECT ontology_id, row_count, column_count, report_json FROM training_runs ORDER BY completed_at",
                row -> new Training(row.getString(1), row.getLong(2), row.getInt(3), json(row.getString(4))));
    }

    public List<Model> models() {
        return list(
                "SELECT ontology_id, target, version, task, state = 'champion', metrics FROM models ORDER BY ontology_id, target, version",
                row -> new Model(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getString(4),
                        row.getInt(5) == 1,
                        json(row.getString(6))));
    }

    public List<Job> jobs() {
        return list("""
                SELECT job.ontology_id, job.name, schedule.cron_expr, schedule.next_run, schedule.last_status,
                    (SELECT COUNT(*) FROM monitoring_rules AS rule WHERE rule.job_id = job.id)
                FROM monitoring_jobs AS job JOIN scheduler_jobs AS schedule ON schedule.monitoring_job_id = job.id
                ORDER BY job.name""", row -> {
            final long next = row.getLong(4);
            return new Job(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.wasNull() ? null : Instant.ofEpochMilli(next),
                    row.getString(5),
                    row.getInt(6));
        });
    }

    public List<Alert> alerts() {
        return list(
                """
                SELECT id, rule_id, ontology_id, severity, status, alert_type, title, message, since, occurrences,
                    reopened, acknowledged_by
                FROM alerts WHERE status <> 'pending' ORDER BY since DESC""",
                row -> new Alert(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        Instant.ofEpochMilli(row.getLong(9)),
                        row.getLong(10),
                        row.getInt(11),
                        row.getString(12)));
    }

    public int series(final String ontology) {
        return number("SELECT COUNT(DISTINCT entity_id) FROM series WHERE ontology_id = ?", ontology);
    }

    public int points(final String ontology) {
        return number(
                "SELECT COUNT(*) FROM time_series_data WHERE series_id IN (SELECT id FROM series WHERE ontology_id = ?)",
                ontology);
    }

    /**
     * An occurrence of a job as it stands, or a span of occurrences that were missed.
     *
     * @param through the last of the span; the occurrence itself where it is one
     * @param status {@code waiting}, {@code running}, or how it ended
     * @param occurrences how many the row stands for
     * @param startedAt of the last try; null where there was none
     */
    public record Execution(
            String jobId,
            String jobType,
            Instant scheduledFor,
            Instant through,
            String status,
            int attempts,
            long occurrences,
            Instant startedAt) {
        public boolean isFinal() {
            return !List.of("running", "waiting").contains(status);
        }
    }

    /** Occurrences of all jobs, in order of time. */
    public List<Execution> executions() {
        return list(
                """
                SELECT job_id, job_type, scheduled_for, coalesce(missed_until, scheduled_for), status, attempts,
                    occurrences, started_at
                FROM scheduler_executions JOIN scheduler_jobs ON scheduler_jobs.id = job_id
                ORDER BY scheduled_for, job_id""",
                row -> new Execution(
                        row.getString(1),
                        row.getString(2),
                        Instant.ofEpochMilli(row.getLong(3)),
                        Instant.ofEpochMilli(row.getLong(4)),
                        row.getString(5),
                        row.getInt(6),
                        row.getLong(7),
                        row.getObject(8) == null ? null : Instant.ofEpochMilli(row.getLong(8))));
    }

    /** Occurrences of jobs by status. */
    public int executions(final String status) {
        return number("SELECT COUNT(*) FROM scheduler_executions WHERE status = ?", status);
    }

    public int jobsWithoutRun() {
        return number("""
                SELECT COUNT(*) FROM scheduler_jobs WHERE enabled = 1 AND id NOT IN
                    (SELECT job_id FROM scheduler_executions WHERE status IN ('success', 'caught_up', 'failed'))""");
    }

    /** Steps of alerts that are to be told and are not; what waits for the end of something more severe is not among them. */
    public int unsentAlerts() {
        return number("""
                SELECT COUNT(*) FROM alert_transitions
                WHERE sent_at IS NULL AND kept_back IS NULL AND held_until IS NULL""");
    }

    /** A value of a series, by the names that its file gave. */
    public record Point(String ontology, String entity, String metric, Instant timestamp, double value) {}

    public Set<Point> allPoints() {
        return new HashSet<>(list(
                """
                SELECT ontology_id, entity_id, metric_name, timestamp, value
                FROM time_series_data JOIN series ON series.id = series_id""",
                row -> new Point(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        row.getDouble(5))));
    }

    public int pointCount() {
        return number("SELECT COUNT(*) FROM time_series_data");
    }

    /** What the audit has of something, such as the deeds about an alert: each as its action, in order. */
    public List<String> audited(final String subjectType, final String subjectId) {
        return list(
                "SELECT action FROM audit_log WHERE subject_type = ? AND subject_id = ? ORDER BY sequence",
                row -> row.getString(1),
                subjectType,
                subjectId);
    }

    /** The keys of all messages of alerts, sent or not; one message may tell of several steps. */
    public List<String> alertKeys() {
        return list("""
                SELECT coalesce(message_key, transition_key) AS key FROM alert_transitions
                WHERE kept_back IS NULL AND held_until IS NULL GROUP BY key ORDER BY min(sequence)""", row -> row.getString(1));
    }

    /**
     * All steps of alerts that are told of, sent or not: their keys, or for alerts that begin when rows are looked at, and not at an instant of
     * the data, what their rule says.
     */
    public List<String> alertSteps() {
        return list("""
                SELECT CASE WHEN alert_type IN ('drift', 'performance') THEN rule_id || ':' || event ELSE transition_key END
                FROM alert_transitions JOIN alerts ON alerts.id = alert_id
                WHERE kept_back IS NULL AND held_until IS NULL ORDER BY sequence""", row -> row.getString(1));
    }

    /** What SQLite itself says of the file's integrity: {@code ok}. */
    public String integrity() {
        return list("PRAGMA integrity_check", row -> row.getString(1)).getFirst();
    }

    public int number(final String sql, final Object... parameters) {
        return list(sql, row -> row.getInt(1), parameters).getFirst();
    }

    @FunctionalInterface
    private interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private <T> List<T> list(final String sql, final Mapper<T> mapper, final Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index]);
            }
            final List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(mapper.map(result));
                }
            }
            return rows;
        } catch (final SQLException e) {
            throw new IllegalStateException("Reading the store in " + file, e);
        }
    }

    private static JsonNode json(final String text) {
        try {
            return MAPPER.readTree(text);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("Not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (final SQLException e) {
            throw new IllegalStateException("Closing the store in " + file, e);
        }
    }
}
