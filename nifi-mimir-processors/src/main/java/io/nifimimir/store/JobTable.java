/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository.ScheduledJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertEvent;
import io.nifimimir.monitoring.alert.AlertPolicies;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleConditions;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Monitoring jobs with their rules and their place in the schedule. */
final class JobTable {
    static final String JOB_COLUMNS = """
            monitoring_jobs.id AS id, monitoring_jobs.name AS name, ontology_id, description, metrics, cron_expr, zone,
                enabled, next_run, last_run, last_status
            """;

    private static final JsonMapper MAPPER = new JsonMapper();

    private JobTable() {}

    static void save(
            final Connection connection,
            final MonitoringJob job,
            final List<MonitoringRule> rules,
            final Instant firstRun,
            final Instant now)
            throws SQLException {
        final String saveJob = """
                INSERT INTO monitoring_jobs (id, name, ontology_id, description, metrics, updated_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, ontology_id = excluded.ontology_id,
                    description = excluded.description, metrics = excluded.metrics, updated_at = excluded.updated_at""";
        Sql.update(
                connection,
                saveJob,
                job.id(),
                job.name(),
                job.ontologyId(),
                job.description(),
                json(job.metrics()),
                now);
        final String saveSchedule = """
                INSERT INTO scheduler_jobs
                    (id, name, job_type, monitoring_job_id, cron_expr, zone, enabled, next_run, created_at, updated_at)
                VALUES (?, ?, 'monitoring', ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name,
                    next_run = CASE WHEN cron_expr = excluded.cron_expr AND zone = excluded.zone
                            AND enabled >= excluded.enabled AND deleted_at IS NULL AND next_run IS NOT NULL
                        THEN next_run ELSE excluded.next_run END,
                    cron_expr = excluded.cron_expr, zone = excluded.zone, enabled = excluded.enabled,
                    error = NULL, deleted_at = NULL, updated_at = excluded.updated_at""";
        Sql.update(
                connection,
                saveSchedule,
                job.id(),
                job.name(),
                job.id(),
                job.cronExpression(),
                job.zone().getId(),
                job.enabled(),
                firstRun,
                now,
                now);
        if (!job.enabled()) {
            RunTable.dismiss(connection, job.id(), now, "The job was switched off");
        }
        for (final MonitoringRule rule : rules) {
            if (!rule.jobId().equals(job.id())) {
                throw new IllegalArgumentException(
                        "Rule %s belongs to job %s, expected %s".formatted(rule.id(), rule.jobId(), job.id()));
            }
            saveRule(connection, rule, now);
        }
        final Set<String> kept = rules.stream().map(MonitoringRule::id).collect(Collectors.toUnmodifiableSet());
        for (final MonitoringRule rule : rulesOf(connection, job.id())) {
            if (!kept.contains(rule.id())) {
                Sql.update(
                        connection,
                        "UPDATE monitoring_rules SET enabled = 0, updated_at = ? WHERE id = ? AND enabled = 1 AND made_by = 'training'",
                        now,
                        rule.id());
            }
        }
    }

    static List<ScheduledJob> list(final Connection connection) throws SQLException {
        final String sql = """
                SELECT %s, (SELECT count(*) FROM monitoring_rules
                    WHERE job_id = monitoring_jobs.id AND monitoring_rules.enabled = 1) AS rule_count
                FROM monitoring_jobs JOIN scheduler_jobs ON monitoring_job_id = monitoring_jobs.id
                WHERE deleted_at IS NULL
                ORDER BY monitoring_jobs.name, monitoring_jobs.id""".formatted(JOB_COLUMNS);
        return Sql.list(
                connection,
                sql,
                row -> new ScheduledJob(
                        job(row),
                        Sql.instant(row, "next_run"),
                        Sql.instant(row, "last_run"),
                        row.getString("last_status"),
                        row.getInt("rule_count")));
    }

    static List<String> enabled(final Connection connection, final String ontologyId) throws SQLException {
        final String sql = """
                SELECT monitoring_jobs.id FROM monitoring_jobs JOIN scheduler_jobs ON monitoring_job_id = monitoring_jobs.id
                WHERE enabled = 1 AND ontology_id = ? ORDER BY monitoring_jobs.id""";
        return Sql.list(connection, sql, row -> row.getString("id"), ontologyId);
    }

    static void bringForward(final Connection connection, final String jobId, final Instant to) throws SQLException {
        final String sql = """
                UPDATE scheduler_jobs SET next_run = ?
                WHERE monitoring_job_id = ? AND enabled = 1 AND (next_run IS NULL OR next_run > ?)""";
        Sql.update(connection, sql, to, jobId, to);
    }

    static Optional<MonitoringJob> find(final Connection connection, final String jobId) throws SQLException {
        final String sql = """
                SELECT %s FROM monitoring_jobs JOIN scheduler_jobs ON monitoring_job_id = monitoring_jobs.id
                WHERE monitoring_jobs.id = ? AND deleted_at IS NULL""".formatted(JOB_COLUMNS);
        return Sql.first(connection, sql, JobTable::job, jobId);
    }

    /** Switches a job's rules off, forgets what they have learned, and ends its active alerts, which would last for ever otherwise. */
    static void withdraw(final Connection connection, final String jobId, final Instant now) throws SQLException {
        withdrawAlerts(connection, jobId, AlertTable.currentOfJob(connection, jobId), now);
        Sql.update(
                connection,
                "DELETE FROM detector_states WHERE rule_id IN (SELECT id FROM monitoring_rules WHERE job_id = ?)",
                jobId);
        Sql.update(
                connection,
                "UPDATE monitoring_rules SET enabled = 0, updated_at = ? WHERE job_id = ? AND enabled = 1",
                now,
                jobId);
    }

    /** Enabled rules of some types, of the enabled jobs of an ontology. */
    static List<MonitoringRule> enabledRules(
            final Connection connection, final String ontologyId, final String type, final String otherType)
            throws SQLException {
        final String sql = """
                SELECT monitoring_rules.* FROM monitoring_rules JOIN scheduler_jobs ON monitoring_job_id = job_id
                WHERE monitoring_rules.enabled = 1 AND scheduler_jobs.enabled = 1 AND ontology_id = ? AND rule_type IN (?, ?)
                ORDER BY monitoring_rules.id""";
        return Sql.list(connection, sql, JobTable::rule, ontologyId, type, otherType);
    }

    /** Ends alerts that nothing watches any more. */
    static void withdrawAlerts(
            final Connection connection, final String jobId, final List<Alert> alerts, final Instant now)
            throws SQLException {
        final List<AlertTransition> ended = new ArrayList<>();
        for (final Alert current : alerts) {
            final Alert withdrawn = current.withdrawn(now);
            AlertTable.save(connection, withdrawn);
            if (current.status().isOpen()) {
                ended.add(AlertTransition.of(AlertEvent.RESOLVED, withdrawn, now, jobId));
            }
        }
        AlertTransitionTable.save(connection, ended);
    }

    static String jobOfRule(final Connection connection, final String ruleId) throws SQLException {
        return Sql.first(
                        connection, "SELECT job_id FROM monitoring_rules WHERE id = ?", row -> row.getString(1), ruleId)
                .orElseThrow(() -> new SQLException("Rule %s of an alert is missing".formatted(ruleId)));
    }

    static List<MonitoringRule> rulesOf(final Connection connection, final String jobId) throws SQLException {
        final String sql =
                "SELECT * FROM monitoring_rules WHERE job_id = ? AND deleted_at IS NULL ORDER BY metric_name, rule_type, id";
        return Sql.list(connection, sql, JobTable::rule, jobId);
    }

    static void saveRun(final Connection connection, final JobOccurrence occurrence, final JobRunResult result)
            throws SQLException {
        final String sql = """
                INSERT INTO monitoring_job_runs (job_id, scheduled_for, attempt, completed_at, series_checked,
                    points_evaluated, rules_evaluated, alerts_active, alerts_resolved, rule_errors)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        final long raised = result.transitions().stream()
                .filter(transition -> transition.event().opens())
                .count();
        final long resolved = result.transitions().stream()
                .filter(transition -> transition.event() == AlertEvent.RESOLVED)
                .count();
        final List<Map<String, String>> errors = result.ruleErrors().stream()
                .map(error -> Map.of("rule_id", error.ruleId(), "message", error.message()))
                .toList();
        Sql.update(
                connection,
                sql,
                occurrence.job().id(),
                occurrence.scheduledFor(),
                occurrence.attempt(),
                result.completedAt(),
                result.seriesChecked(),
                result.pointsEvaluated(),
                result.rulesEvaluated(),
                raised,
                resolved,
                json(errors));
    }

    static MonitoringJob job(final ResultSet row) throws SQLException {
        return new MonitoringJob(
                row.getString("id"),
                row.getString("name"),
                row.getString("ontology_id"),
                row.getString("description"),
                row.getString("cron_expr"),
                ZoneId.of(row.getString("zone")),
                strings(row.getString("metrics")),
                row.getInt("enabled") == 1);
    }

    static String json(final Collection<?> values) {
        try {
            return MAPPER.writeValueAsString(values);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A rule that was deleted stays so. */
    static void saveRule(final Connection connection, final MonitoringRule rule, final Instant now)
            throws SQLException {
        final String condition = RuleConditions.print(rule.condition());
        // What an earlier condition found normal, the new one has not looked at
        Sql.update(connection, """
                DELETE FROM rule_progress WHERE rule_id = ?
                    AND EXISTS (SELECT 1 FROM monitoring_rules WHERE id = rule_id AND condition <> ?)""", rule.id(), condition);
        final String sql = """
                INSERT INTO monitoring_rules (id, job_id, ontology_id, entity_id, metric_name, rule_type, condition,
                    severity, description, enabled, created_at, alerting, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET job_id = excluded.job_id, ontology_id = excluded.ontology_id,
                    entity_id = excluded.entity_id, metric_name = excluded.metric_name,
                    rule_type = excluded.rule_type, condition = excluded.condition, severity = excluded.severity,
                    status = CASE WHEN condition = excluded.condition THEN status ELSE 'ok' END,
                    error = CASE WHEN condition = excluded.condition THEN error END,
                    error_since = CASE WHEN condition = excluded.condition THEN error_since END,
                    description = excluded.description, enabled = excluded.enabled, alerting = excluded.alerting,
                    updated_at = excluded.updated_at
                WHERE deleted_at IS NULL""";
        Sql.update(
                connection,
                sql,
                rule.id(),
                rule.jobId(),
                rule.ontologyId(),
                rule.entityId(),
                rule.metricName(),
                rule.condition().ruleType(),
                condition,
                rule.severity().wireName(),
                rule.description(),
                rule.enabled(),
                now,
                AlertPolicies.print(rule.alerting()),
                now);
    }

    static MonitoringRule rule(final ResultSet row) throws SQLException {
        return new MonitoringRule(
                row.getString("id"),
                row.getString("job_id"),
                row.getString("ontology_id"),
                row.getString("entity_id"),
                row.getString("metric_name"),
                RuleConditions.parseStored(row.getString("condition")),
                Severity.ofWireName(row.getString("severity")),
                row.getString("description"),
                row.getInt("enabled") == 1,
                AlertPolicies.parseStored(row.getString("alerting")));
    }

    static List<String> strings(final String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<List<String>>() {});
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
