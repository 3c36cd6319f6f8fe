/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.AlertPolicies;
import io.nifimimir.monitoring.rule.RuleConditions;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes down what a change of a job and its rules changed: who moved a threshold, and from where. What stays as it was is not told. */
final class JobAudit {
    private final String jobId;

    private final Optional<MonitoringJob> job;

    private final Map<String, MonitoringRule> rules;

    private JobAudit(final String jobId, final Optional<MonitoringJob> job, final Map<String, MonitoringRule> rules) {
        this.jobId = jobId;
        this.job = job;
        this.rules = rules;
    }

    static JobAudit before(final Connection connection, final String jobId) throws SQLException {
        return new JobAudit(jobId, JobTable.find(connection, jobId), rules(connection, jobId));
    }

    void after(final Connection connection, final Instant now) throws SQLException {
        final MonitoringJob saved = JobTable.find(connection, jobId)
                .orElseThrow(() -> new SQLException("Job %s is missing right after it was stored".formatted(jobId)));
        if (!job.equals(Optional.of(saved))) {
            final Map<String, Object> before = job.map(JobAudit::describe).orElse(null);
            append(connection, now, "job_saved", "monitoring_job", jobId, change(before, describe(saved)));
        }
        for (final MonitoringRule rule : rules(connection, jobId).values()) {
            final MonitoringRule known = rules.get(rule.id());
            if (!rule.equals(known)) {
                final Map<String, Object> before = known == null ? null : describe(known);
                append(connection, now, "rule_saved", "monitoring_rule", rule.id(), change(before, describe(rule)));
            }
        }
    }

    static void runFinished(final Connection connection, final JobOccurrence occurrence, final JobRunResult result)
            throws SQLException {
        final Map<String, ?> detail = Map.of(
                "status", occurrence.occurrence().successStatus().wireName(),
                "scheduled_for", occurrence.scheduledFor().toString(),
                "attempt", occurrence.attempt(),
                "series_checked", result.seriesChecked(),
                "points_evaluated", result.pointsEvaluated(),
                "rules_evaluated", result.rulesEvaluated(),
                "rule_errors", result.ruleErrors().size(),
                "alert_transitions", result.transitions().size());
        append(
                connection,
                result.completedAt(),
                "run_finished",
                "monitoring_job",
                occurrence.job().id(),
                detail);
    }

    private static void append(
            final Connection connection,
            final Instant at,
            final String action,
            final String subjectType,
            final String subjectId,
            final Map<String, ?> detail)
            throws SQLException {
        AuditLog.append(connection, AuditEntry.now(at, action, subjectType, subjectId, detail));
    }

    private static Map<String, MonitoringRule> rules(final Connection connection, final String jobId)
            throws SQLException {
        final List<MonitoringRule> rules = JobTable.rulesOf(connection, jobId);
        return rules.stream()
                .collect(Collectors.toMap(
                        MonitoringRule::id, Function.identity(), (first, second) -> first, LinkedHashMap::new));
    }

    private static Map<String, ?> change(final Map<String, Object> before, final Map<String, Object> after) {
        return before == null ? Map.of("after", after) : Map.of("before", before, "after", after);
    }

    private static Map<String, Object> describe(final MonitoringJob job) {
        return Map.of(
                "name", job.name(),
                "ontology_id", job.ontologyId(),
                "cron_expression", job.cronExpression(),
                "zone", job.zone().getId(),
                "metrics", job.metrics(),
                "enabled", job.enabled());
    }

    private static Map<String, Object> describe(final MonitoringRule rule) {
        final Map<String, Object> description = new LinkedHashMap<>();
        description.put("metric", rule.metricName());
        description.put("entity", rule.entityId());
        description.put("condition", RuleConditions.print(rule.condition()));
        description.put("severity", rule.severity().wireName());
        description.put("description", rule.description());
        description.put("enabled", rule.enabled());
        description.put("alerting", AlertPolicies.print(rule.alerting()));
        return description;
    }
}
