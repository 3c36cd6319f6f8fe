/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;

/**
 * A rule as data.
 *
 * @param entityId the one entity it watches, or null: each entity of the ontology, one alert an entity
 * @param condition what must hold for an alert
 * @param description in words, why the rule has these numbers
 * @param alerting how alerts are made of it, as far as the rule itself says
 */
public record MonitoringRule(
        String id,
        String jobId,
        String ontologyId,
        String entityId,
        String metricName,
        RuleCondition condition,
        Severity severity,
        String description,
        boolean enabled,
        AlertPolicy alerting) {

    /** A rule that leaves to its job how alerts are made of it. */
    public MonitoringRule(
            final String id,
            final String jobId,
            final String ontologyId,
            final String entityId,
            final String metricName,
            final RuleCondition condition,
            final Severity severity,
            final String description,
            final boolean enabled) {
        this(
                id,
                jobId,
                ontologyId,
                entityId,
                metricName,
                condition,
                severity,
                description,
                enabled,
                AlertPolicy.UNSAID);
    }

    /** This rule with another way to make alerts. */
    public MonitoringRule withAlerting(final AlertPolicy policy) {
        return new MonitoringRule(
                id, jobId, ontologyId, entityId, metricName, condition, severity, description, enabled, policy);
    }
}
