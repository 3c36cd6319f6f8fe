/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

/**
 * A rule as data.
 *
 * @param entityId the one entity it watches, or null: each entity of the ontology, one alert an entity
 * @param condition what must hold for an alert
 * @param description in words, why the rule has these numbers
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
        boolean enabled) {}
