/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.DryRun;
import io.nifimimir.monitoring.DryRunReport;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.RuleCondition;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.logging.ComponentLog;

import java.util.ArrayList;
import java.util.List;

/** The step of a verification that replays the rules of one ontology on its history, and tells when they would have fired. */
final class DryRunVerification {
    private static final String STEP = "Dry Run";

    private final MonitoringRepository repository;

    private final ComponentLog log;

    DryRunVerification(final MonitoringRepository repository, final ComponentLog log) {
        this.repository = repository;
        this.log = log;
    }

    /** @param ontology whose rules to replay; null or blank to leave the step out */
    ConfigVerificationResult verify(final String ontology) {
        final ConfigVerificationResult.Builder result =
                new ConfigVerificationResult.Builder().verificationStepName(STEP);
        if (ontology == null || ontology.isBlank()) {
            return result.outcome(Outcome.SKIPPED)
                    .explanation("Name an ontology in the attribute %s to see when its rules would have fired"
                            .formatted(MimirAttributes.ONTOLOGY))
                    .build();
        }
        try {
            final List<MonitoringRule> rules = repository.enabledJobs(ontology).stream()
                    .flatMap(job -> repository.rulesOf(job).stream())
                    .filter(MonitoringRule::enabled)
                    .filter(rule -> isReplayable(rule.condition()))
                    .toList();
            if (rules.isEmpty()) {
                return result.outcome(Outcome.SKIPPED)
                        .explanation("[%s] has no rules to replay".formatted(ontology))
                        .build();
            }
            return result.outcome(Outcome.SUCCESSFUL)
                    .explanation(replay(ontology, rules))
                    .build();
        } catch (final RuntimeException e) {
            log.warn("Rules of {} cannot be replayed", ontology, e);
            return result.outcome(Outcome.FAILED)
                    .explanation("Rules of [%s] cannot be replayed: %s".formatted(ontology, e.getMessage()))
                    .build();
        }
    }

    private String replay(final String ontology, final List<MonitoringRule> rules) {
        final DryRun dryRun = new DryRun(repository);
        final List<String> lines = new ArrayList<>();
        double perWeek = 0;
        for (final MonitoringRule rule : rules) {
            final DryRunReport report = dryRun.replay(rule);
            perWeek += report.alertsPerWeek();
            lines.add("%s %s %s".formatted(rule.metricName(), report.condition(), report.describe()));
        }
        lines.addFirst("The rules of [%s] would have raised about %.1f alerts a week in the stored history"
                .formatted(ontology, perWeek));
        return String.join("; ", lines);
    }

    private static boolean isReplayable(final RuleCondition condition) {
        return condition instanceof RuleCondition.OfPoints || condition instanceof RuleCondition.MissingData;
    }
}
