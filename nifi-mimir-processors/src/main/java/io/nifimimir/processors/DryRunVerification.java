/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.planning.DryRun;
import io.nifimimir.monitoring.planning.DryRunReport;
import io.nifimimir.monitoring.planning.NoHistoryException;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.processors.Verification.Finding;

import java.util.ArrayList;
import java.util.List;

/** The step of a verification that replays the rules of one ontology on its history, and tells when they would have fired. */
final class DryRunVerification {
    private final MonitoringRepository repository;

    DryRunVerification(final MonitoringRepository repository) {
        this.repository = repository;
    }

    /** @param ontology whose rules to replay; blank to leave the step out */
    Finding find(final String ontology) {
        if (ontology.isBlank()) {
            return Finding.skipped("Name an ontology in the attribute %s to see when its rules would have fired"
                    .formatted(MimirAttributes.ONTOLOGY));
        }
        final List<MonitoringRule> rules = repository.enabledJobs(ontology).stream()
                .flatMap(job -> repository.rulesOf(job).stream())
                .filter(MonitoringRule::enabled)
                .filter(rule -> !(rule.condition() instanceof RuleCondition.Unreadable))
                .toList();
        return rules.isEmpty()
                ? Finding.skipped("[%s] has no rules to replay".formatted(ontology))
                : Finding.successful(replay(ontology, rules));
    }

    private String replay(final String ontology, final List<MonitoringRule> rules) {
        final DryRun dryRun = new DryRun(repository, new SeriesForecasts());
        final List<String> lines = new ArrayList<>();
        double perWeek = 0;
        for (final MonitoringRule rule : rules) {
            final String name = "%s %s".formatted(rule.metricName(), RuleConditions.print(rule.condition()));
            try {
                final DryRunReport report = dryRun.replay(rule);
                perWeek += report.alertsPerWeek();
                lines.add("%s %s".formatted(name, report.describe()));
            } catch (final NoHistoryException e) {
                lines.add("%s cannot be replayed: %s".formatted(name, e.getMessage()));
            }
        }
        lines.addFirst("The rules of [%s] would have raised about %.1f alerts a week in the stored history"
                .formatted(ontology, perWeek));
        return String.join("; ", lines);
    }
}
