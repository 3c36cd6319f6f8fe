/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What trainings propose to monitor, beside what people make of it. The last proposal is kept with its job: where the job is otherwise by now,
 * somebody has changed it, and the next proposal leaves that part alone.
 */
final class JobProposals {
    private static final JsonMapper MAPPER = new JsonMapper();

    private JobProposals() {}

    /** The parts of a job that a training proposes. */
    private record Proposal(
            String name,
            String description,
            List<String> metrics,
            @JsonProperty("cron_expr") String cronExpression,
            String zone) {
        private static Proposal of(final MonitoringJob job) {
            return new Proposal(
                    job.name(),
                    job.description(),
                    job.metrics(),
                    job.cronExpression(),
                    job.zone().getId());
        }
    }

    /** @return the job as it stands */
    static MonitoringJob save(
            final Connection connection,
            final MonitoringJob proposed,
            final List<MonitoringRule> rules,
            final Instant firstRun,
            final Instant now)
            throws SQLException {
        final Optional<MonitoringJob> known = JobTable.find(connection, proposed.id());
        final MonitoringJob job =
                known.isEmpty() ? proposed : merge(known.get(), last(connection, proposed.id()), proposed);
        final Set<String> byHand = Set.copyOf(Sql.list(
                connection,
                "SELECT id FROM monitoring_rules WHERE job_id = ? AND made_by = 'hand'",
                row -> row.getString("id"),
                job.id()));
        JobTable.save(
                connection,
                job,
                rules.stream().filter(rule -> !byHand.contains(rule.id())).toList(),
                firstRun,
                now);
        Sql.update(
                connection,
                "UPDATE monitoring_jobs SET proposed = ? WHERE id = ?",
                print(Proposal.of(proposed)),
                job.id());
        return job;
    }

    private static MonitoringJob merge(
            final MonitoringJob known, final Optional<Proposal> last, final MonitoringJob proposed) {
        final Proposal stands = Proposal.of(known);
        final boolean sameName =
                last.filter(earlier -> earlier.name().equals(stands.name())).isPresent();
        final boolean sameDescription = last.filter(
                        earlier -> earlier.description().equals(stands.description()))
                .isPresent();
        // An expression means nothing without its zone
        final boolean sameSchedule = last.filter(
                        earlier -> earlier.cronExpression().equals(stands.cronExpression())
                                && earlier.zone().equals(stands.zone()))
                .isPresent();
        return new MonitoringJob(
                known.id(),
                sameName ? proposed.name() : known.name(),
                known.ontologyId(),
                sameDescription ? proposed.description() : known.description(),
                sameSchedule ? proposed.cronExpression() : known.cronExpression(),
                sameSchedule ? proposed.zone() : known.zone(),
                metrics(known.metrics(), last.map(Proposal::metrics).orElse(List.of()), proposed.metrics()),
                known.enabled());
    }

    /** Where somebody has changed them: theirs, and those that no earlier training knew. */
    private static List<String> metrics(
            final List<String> known, final List<String> last, final List<String> proposed) {
        if (known.equals(last)) {
            return proposed;
        }
        final List<String> metrics = new ArrayList<>(known);
        proposed.stream()
                .filter(metric -> !last.contains(metric) && !known.contains(metric))
                .forEach(metrics::add);
        return metrics;
    }

    private static Optional<Proposal> last(final Connection connection, final String jobId) throws SQLException {
        return Sql.first(
                connection,
                "SELECT proposed FROM monitoring_jobs WHERE id = ? AND proposed IS NOT NULL",
                row -> parse(row.getString("proposed")),
                jobId);
    }

    private static String print(final Proposal proposal) {
        try {
            return MAPPER.writeValueAsString(proposal);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Proposal parse(final String json) {
        try {
            return MAPPER.readValue(json, Proposal.class);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
