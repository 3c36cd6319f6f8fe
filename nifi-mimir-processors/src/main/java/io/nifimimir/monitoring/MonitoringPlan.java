/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job and its rules as proposed for a dataset.
 *
 * @param rules empty where no metric is worth watching; such a plan is not stored
 * @param skipped metrics or rules left out, with the reason, for the report
 */
public record MonitoringPlan(MonitoringJob job, List<MonitoringRule> rules, Map<String, String> skipped) {
    public MonitoringPlan {
        rules = List.copyOf(rules);
        skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
    }
}
