/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.MonitoringCatalog;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs and rules for those who look after them. */
final class SqliteMonitoringCatalog implements MonitoringCatalog {
    private static final String JOBS = """
            SELECT %s, scheduler_jobs.created_at AS created_at,
                max(monitoring_jobs.updated_at, scheduler_jobs.updated_at) AS updated_at,
                (SELECT json_group_array(rule.id) FROM monitoring_rules AS rule
                    WHERE rule.job_id = monitoring_jobs.id AND rule.deleted_at IS NULL) AS rule_ids,
                coalesce((SELECT alerts_active FROM monitoring_job_runs WHERE job_id = monitoring_jobs.id
                    ORDER BY scheduled_for DESC LIMIT 1), 0) AS last_run_alerts
            FROM monitoring_jobs JOIN scheduler_jobs ON monitoring_job_id = monitoring_jobs.id
            WHERE deleted_at IS NULL""".formatted(JobTable.JOB_COLUMNS);

    private static final String RULES = """
            SELECT * FROM monitoring_rules WHERE deleted_at IS NULL AND EXISTS (
                SELECT 1 FROM scheduler_jobs AS job
                WHERE job.monitoring_job_id = monitoring_rules.job_id AND job.deleted_at IS NULL)""";

    private final SqliteDatabase database;

    SqliteMonitoringCatalog(final SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public boolean knowsOntology(final String ontologyId) {
        final String sql = """
                SELECT EXISTS (SELECT 1 FROM series WHERE ontology_id = ?)
                    OR EXISTS (SELECT 1 FROM training_runs WHERE ontology_id = ?)
                    OR EXISTS (SELECT 1 FROM monitoring_jobs WHERE ontology_id = ?)""";
        return database.read(connection ->
                                Sql.first(connection, sql, row -> row.getInt(1), ontologyId, ontologyId, ontologyId))
                        .orElse(0)
                == 1;
    }

    @Override
    public List<CatalogJob> jobs() {
        return database.read(connection -> Sql.list(
                connection, JOBS + " ORDER BY monitoring_jobs.name, monitoring_jobs.id", SqliteMonitoringCatalog::job));
    }

    @Override
    public Optional<CatalogJob> job(final String jobId) {
        return database.read(connection ->
                Sql.first(connection, JOBS + " AND monitoring_jobs.id = ?", SqliteMonitoringCatalog::job, jobId));
    }

    @Override
    public List<JobRun> runs(final String jobId, final int limit) {
        final String sql = """
                SELECT execution.job_id, execution.scheduled_for, started_at, execution.completed_at, status,
                    coalesce(series_checked, 0) AS series_checked, coalesce(alerts_active, 0) AS alerts_active, error
                FROM scheduler_executions AS execution LEFT JOIN monitoring_job_runs AS run
                    ON run.job_id = execution.job_id AND run.scheduled_for = execution.scheduled_for
                WHERE execution.job_id = ? ORDER BY execution.scheduled_for DESC LIMIT ?""";
        return database.read(connection -> Sql.list(
                connection,
                sql,
                row -> new JobRun(
                        row.getString("job_id"),
                        Sql.instant(row, "scheduled_for"),
                        Sql.instant(row, "started_at"),
                        Sql.instant(row, "completed_at"),
                        row.getString("status"),
                        row.getLong("series_checked"),
                        row.getLong("alerts_active"),
                        row.getString("error")),
                jobId,
                limit));
    }

    @Override
    public List<CatalogRule> rules() {
        return database.read(connection -> Sql.list(
                connection,
                RULES + " ORDER BY ontology_id, metric_name, rule_type, id",
                SqliteMonitoringCatalog::rule));
    }

    @Override
    public Optional<CatalogRule> rule(final String ruleId) {
        return database.read(connection -> rule(connection, ruleId));
    }

    @Override
    public void saveRule(final MonitoringRule rule, final String alertChannels, final Instant now) {
        database.write(connection -> {
            final JobAudit audit = JobAudit.before(connection, rule.jobId());
            JobTable.saveRule(connection, rule, now);
            audit.after(connection, now);
            return Sql.update(
                    connection,
                    "UPDATE monitoring_rules SET made_by = 'hand', alert_channels = ? WHERE id = ?",
                    alertChannels,
                    rule.id());
        });
    }

    @Override
    public List<String> alertChannels(final Set<String> ruleIds) {
        final String sql = """
                SELECT DISTINCT alert_channels FROM monitoring_rules
                WHERE alert_channels <> '' AND id IN (SELECT value FROM json_each(?)) ORDER BY alert_channels""";
        return database.read(connection ->
                Sql.list(connection, sql, row -> row.getString("alert_channels"), JobTable.json(ruleIds)));
    }

    @Override
    public void moveRules(final List<String> ruleIds, final String jobId, final Instant now) {
        database.write(connection -> {
            for (final String ruleId : ruleIds) {
                final int moved = Sql.update(
                        connection,
                        "UPDATE monitoring_rules SET job_id = ?, updated_at = ? WHERE id = ? AND job_id <> ?",
                        jobId,
                        now,
                        ruleId,
                        jobId);
                if (moved > 0) {
                    audit(connection, now, "rule_moved", ruleId, Map.of("job_id", jobId));
                }
            }
            return null;
        });
    }

    @Override
    public boolean deleteRule(final String ruleId, final Instant now) {
        return database.write(connection -> {
            final Optional<CatalogRule> found = rule(connection, ruleId);
            if (found.isEmpty()) {
                return false;
            }
            final MonitoringRule rule = found.get().rule();
            endAlerts(connection, rule, now);
            Sql.update(connection, "DELETE FROM detector_states WHERE rule_id = ?", ruleId);
            Sql.update(connection, "DELETE FROM rule_progress WHERE rule_id = ?", ruleId);
            // The row stays: alerts tell of it, and a training that learns it again is to find that it is not wanted
            Sql.update(
                    connection,
                    "UPDATE monitoring_rules SET deleted_at = ?, enabled = 0, updated_at = ? WHERE id = ?",
                    now,
                    now,
                    ruleId);
            final Map<String, ?> detail = Map.of("job_id", rule.jobId(), "metric", rule.metricName());
            audit(connection, now, "rule_deleted", ruleId, detail);
            return true;
        });
    }

    private static void endAlerts(final Connection connection, final MonitoringRule rule, final Instant now)
            throws SQLException {
        final List<Alert> current = AlertTable.currentOfJob(connection, rule.jobId()).stream()
                .filter(alert -> alert.ruleId().equals(rule.id()))
                .toList();
        JobTable.withdrawAlerts(connection, rule.jobId(), current, now);
    }

    private static void audit(
            final Connection connection,
            final Instant now,
            final String action,
            final String ruleId,
            final Map<String, ?> detail)
            throws SQLException {
        AuditLog.append(connection, AuditEntry.now(now, action, "monitoring_rule", ruleId, detail));
    }

    private static Optional<CatalogRule> rule(final Connection connection, final String ruleId) throws SQLException {
        return Sql.first(connection, RULES + " AND id = ?", SqliteMonitoringCatalog::rule, ruleId);
    }

    private static CatalogRule rule(final ResultSet row) throws SQLException {
        return new CatalogRule(
                JobTable.rule(row),
                row.getString("alert_channels"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"));
    }

    private static CatalogJob job(final ResultSet row) throws SQLException {
        return new CatalogJob(
                JobTable.job(row),
                JobTable.strings(row.getString("rule_ids")),
                Sql.instant(row, "next_run"),
                Sql.instant(row, "last_run"),
                row.getString("last_status"),
                row.getLong("last_run_alerts"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"));
    }
}
