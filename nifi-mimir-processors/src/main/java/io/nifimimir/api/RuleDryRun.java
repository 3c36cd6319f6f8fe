/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.planning.DryRun;
import io.nifimimir.monitoring.planning.DryRunReport;
import io.nifimimir.monitoring.planning.NoHistoryException;
import io.nifimimir.source.RefusedRequestException;

/** Answers when a rule would have fired, by what is stored. The rule is not stored itself. */
final class RuleDryRun {
    private final ApiStore store;

    RuleDryRun(final ApiStore store) {
        this.store = store;
    }

    ApiAnswer answer(final MonitoringRule rule) throws RefusedRequestException {
        final AlertPolicy beneath =
                store.alerts().policyOfJob(rule.jobId()).over(store.alerts().policyOfOntology(rule.ontologyId()));
        try {
            final DryRunReport report = new DryRun(store.monitoring(), store.forecaster())
                    .replay(rule.withAlerting(rule.alerting().over(beneath)));
            return ApiAnswer.data(ApiJson.tree(report).put("summary", report.describe()));
        } catch (final NoHistoryException e) {
            throw RefusedRequestException.unprocessable("dry_run", e.getMessage(), e);
        }
    }
}
