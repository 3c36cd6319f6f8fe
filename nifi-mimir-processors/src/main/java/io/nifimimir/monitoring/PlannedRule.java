/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.util.Objects;

/**
 * A proposed rule, with what its past lets expect of it.
 *
 * @param dryRun when it would have fired in the history
 * @param expectedPerWeek false alerts to be expected in a week, over all of its series
 */
public record PlannedRule(MonitoringRule rule, DryRunReport dryRun, double expectedPerWeek) {
    public PlannedRule {
        Objects.requireNonNull(rule, "Rule required");
        Objects.requireNonNull(dryRun, "Dry run required");
    }
}
