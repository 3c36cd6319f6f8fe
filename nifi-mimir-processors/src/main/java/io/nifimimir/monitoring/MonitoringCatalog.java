/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs and rules as those see them who look after them: with their history, also those that are switched off. Each call is one transaction, or
 * joins the caller's. Errors of the storage are thrown as {@link java.io.UncheckedIOException}.
 */
public interface MonitoringCatalog {

    /** Whether anything is known of an ontology: a training, a job, or points. */
    boolean knowsOntology(String ontologyId);

    /** All jobs, by name. */
    List<CatalogJob> jobs();

    Optional<CatalogJob> job(String jobId);

    /** The occurrences of a job, newest first, whatever became of them. */
    List<JobRun> runs(String jobId, int limit);

    /** All rules, by ontology, metric and type. */
    List<CatalogRule> rules();

    Optional<CatalogRule> rule(String ruleId);

    /**
     * Stores a rule that somebody has made by hand; one of the same id is replaced. No training switches it off.
     *
     * @param alertChannels whom its alerts are meant for, as the flow that sends them reads it; empty for all
     */
    void saveRule(MonitoringRule rule, String alertChannels, Instant now);

    /** Whom the alerts of these rules are meant for, each once and sorted; also of rules that were deleted. */
    List<String> alertChannels(Set<String> ruleIds);

    /** Lets a job evaluate rules that were another one's. */
    void moveRules(List<String> ruleIds, String jobId, Instant now);

    /**
     * Deletes a rule with all that it has learned, and ends its alerts, which stay on record. No training brings it back.
     *
     * @return false where there is no such rule
     */
    boolean deleteRule(String ruleId, Instant now);

    /**
     * A job with its place in the schedule and its last run.
     *
     * @param ruleIds of its rules, also those that are switched off
     * @param nextRun null where none follows
     * @param lastRun null before the first run; so is the status
     * @param lastRunAlerts alerts that the last run raised
     */
    record CatalogJob(
            MonitoringJob job,
            List<String> ruleIds,
            Instant nextRun,
            Instant lastRun,
            String lastStatus,
            long lastRunAlerts,
            Instant createdAt,
            Instant updatedAt) {
        public CatalogJob {
            ruleIds = List.copyOf(ruleIds);
        }
    }

    /** A rule with what is known of it beside. */
    record CatalogRule(MonitoringRule rule, String alertChannels, Instant createdAt, Instant updatedAt) {}

    /**
     * An occurrence of a monitoring job, and what its run did.
     *
     * @param seriesChecked 0 where it did not come to its end, as are the alerts
     * @param error why it failed; null where nothing was wrong
     */
    record JobRun(
            String jobId,
            Instant scheduledFor,
            Instant startedAt,
            Instant completedAt,
            String status,
            long seriesChecked,
            long alertsRaised,
            String error) {}
}
