/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job and its rules as proposed for a dataset.
 *
 * @param planned empty where no metric is worth watching; such a plan is not stored
 * @param skipped metrics or rules left out, with the reason, for the report
 * @param budget that the rules keep within
 */
public record MonitoringPlan(
        MonitoringJob job, List<PlannedRule> planned, Map<String, String> skipped, AlertBudget budget) {
    public MonitoringPlan {
        planned = List.copyOf(planned);
        skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
    }

    public List<MonitoringRule> rules() {
        return planned.stream().map(PlannedRule::rule).toList();
    }

    /** False alerts to be expected in a week of all rules together. */
    public double expectedPerWeek() {
        return planned.stream().mapToDouble(PlannedRule::expectedPerWeek).sum();
    }
}
