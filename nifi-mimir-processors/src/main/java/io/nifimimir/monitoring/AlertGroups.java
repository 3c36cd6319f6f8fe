/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.AlertTransition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings together what one cause does to many entities: the same step of alerts of one metric and severity, found in one run. A step of
 * another severity stays apart, so that nothing critical is buried in a list of warnings.
 */
final class AlertGroups {
    private AlertGroups() {}

    /** The transitions of a run, those that are one piece of news with the key of it. */
    static List<AlertTransition> of(
            final List<AlertTransition> transitions, final JobOccurrence occurrence, final AlertPolicy ofJob) {
        final int groupFrom = ofJob.over(AlertPolicy.DEFAULT).groupFrom();
        final Function<AlertTransition, String> groupKey = transition -> Identities.of(
                "news",
                occurrence.job().id(),
                occurrence.scheduledFor().toEpochMilli(),
                transition.alert().series().metricName(),
                transition.event(),
                transition.alert().severity());
        final Map<String, Long> entities = transitions.stream()
                .collect(Collectors.groupingBy(
                        groupKey,
                        Collectors.mapping(
                                transition -> transition.alert().series().entityId(),
                                Collectors.collectingAndThen(Collectors.toSet(), found -> (long) found.size()))));
        final List<AlertTransition> grouped = new ArrayList<>();
        for (final AlertTransition transition : transitions) {
            final String key = groupKey.apply(transition);
            grouped.add(entities.get(key) >= groupFrom ? transition.inGroup(key) : transition);
        }
        return grouped;
    }
}
