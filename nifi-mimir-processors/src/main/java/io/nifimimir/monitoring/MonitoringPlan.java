/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.util.List;

/** A monitoring job with its rules, ready to be stored. */
public record MonitoringPlan(MonitoringJob job, List<MonitoringRule> rules) {
    public MonitoringPlan {
        rules = List.copyOf(rules);
    }
}
