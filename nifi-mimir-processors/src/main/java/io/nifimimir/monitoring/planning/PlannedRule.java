/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.MonitoringRule;

import java.util.Objects;
import java.util.Optional;

/**
 * A proposed rule, with what its past lets expect of it.
 *
 * @param dryRun when it would have fired in the history; empty for a rule of rows, of which no history is kept
 * @param expectedPerWeek false alerts to be expected in a week, over all of its series
 */
public record PlannedRule(MonitoringRule rule, Optional<DryRunReport> dryRun, double expectedPerWeek) {
    public PlannedRule {
        Objects.requireNonNull(rule, "Rule required");
        Objects.requireNonNull(dryRun, "Dry run required");
    }
}
