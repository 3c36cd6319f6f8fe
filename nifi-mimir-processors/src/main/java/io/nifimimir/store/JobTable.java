/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository.ScheduledJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.RuleConditions;
import io.nifimimir.monitoring.Severity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/** Tables {@code monitoring_jobs}, {@code monitoring_rules} and their place in {@code scheduler_jobs}. */
final class JobTable {
    /** Column names may hold commas; this character they do not. */
    private static final String METRIC_SEPARATOR = "\n";

    private final Clock clock;

    JobTable(final Clock clock) {
        this.clock = clock;
    }

    void save(final Connection connection, final MonitoringJob job, final Instant firstRun) throws SQLException {
        final Instant now = clock.instant();
        Rows.update(
                connection,
                """
                INSERT INTO monitoring_jobs (id, name, ontology_id, description, cron_expr, zone, metrics, is_enabled, created_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)
                ON CONFLICT (id) DO UPDATE SET name = ?2, ontology_id = ?3, description = ?4, cron_expr = ?5, zone = ?6, metrics = ?7,
                    is_enabled = ?8, updated_at = ?9""",
                job.id(),
                job.name(),
                job.ontologyId(),
                job.description(),
                job.cronExpression(),
                job.zone().getId(),
                String.join(METRIC_SEPARATOR, job.metrics()),
                job.enabled() ? 1 : 0,
                now);
        Rows.update(
                connection,
                """
                INSERT INTO scheduler_jobs (id, name, job_type, monitoring_job_id, cron_expr, zone, enabled, next_run, updated_at)
                VALUES (?1, ?2, 'monitoring', ?1, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT (id) DO UPDATE SET name = ?2, cron_expr = ?3, zone = ?4, enabled = ?5, next_run = ?6, updated_at = ?7""",
                job.id(),
                job.name(),
                job.cronExpression(),
                job.zone().getId(),
                job.enabled() ? 1 : 0,
                firstRun,
                now);
    }

    void save(final Connection connection, final MonitoringRule rule) throws SQLException {
        Rows.update(
                connection,
                """
                INSERT INTO monitoring_rules
                    (id, job_id, ontology_id, entity_id, metric_name, rule_type, condition, severity, description, is_enabled, created_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)
                ON CONFLICT (id) DO UPDATE SET job_id = ?2, ontology_id = ?3, entity_id = ?4, metric_name = ?5, rule_type = ?6, condition = ?7,
                    severity = ?8, description = ?9, is_enabled = ?10, updated_at = ?11""",
                rule.id(),
                rule.jobId(),
                rule.ontologyId(),
                rule.entityId(),
                rule.metricName(),
                rule.condition().ruleType(),
                RuleConditions.toJson(rule.condition()),
                rule.severity().wireName(),
                rule.description(),
                rule.enabled() ? 1 : 0,
                clock.instant());
    }

    List<ScheduledJob> list(final Connection connection) throws SQLException {
        return Rows.list(
                connection,
                """
                SELECT job.*, schedule.next_run, schedule.last_run, schedule.last_status,
                    (SELECT COUNT(*) FROM monitoring_rules AS rule WHERE rule.job_id = job.id) AS rule_count
                FROM monitoring_jobs AS job JOIN scheduler_jobs AS schedule ON schedule.monitoring_job_id = job.id
                ORDER BY job.name, job.id""",
                row -> new ScheduledJob(
                        job(row),
                        Rows.instant(row, "next_run"),
                        Rows.instant(row, "last_run"),
                        row.getString("last_status"),
                        row.getInt("rule_count")));
    }

    MonitoringJob find(final Connection connection, final String id) throws SQLException {
        return Rows.first(connection, "SELECT * FROM monitoring_jobs WHERE id = ?", JobTable::job, id)
                .orElseThrow(
                        () -> new SQLException("Monitoring job [%s] has a schedule and is not there".formatted(id)));
    }

    List<MonitoringRule> rules(final Connection connection, final String jobId) throws SQLException {
        return Rows.list(
                connection,
                "SELECT * FROM monitoring_rules WHERE job_id = ? ORDER BY metric_name, rule_type, id",
                JobTable::rule,
                jobId);
    }

    private static MonitoringJob job(final ResultSet row) throws SQLException {
        return new MonitoringJob(
                row.getString("id"),
                row.getString("name"),
                row.getString("ontology_id"),
                row.getString("description"),
                row.getString("cron_expr"),
                ZoneId.of(row.getString("zone")),
                Arrays.asList(row.getString("metrics").split(METRIC_SEPARATOR)),
                row.getInt("is_enabled") == 1);
    }

    private static MonitoringRule rule(final ResultSet row) throws SQLException {
        return new MonitoringRule(
                row.getString("id"),
                row.getString("job_id"),
                row.getString("ontology_id"),
                row.getString("entity_id"),
                row.getString("metric_name"),
                RuleConditions.ofJson(row.getString("condition")),
                Severity.ofWireName(row.getString("severity")),
                row.getString("description"),
                row.getInt("is_enabled") == 1);
    }
}
