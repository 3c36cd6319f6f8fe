/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Where a job stands in each of its series, read at once: a job that is not behind costs no query for each of them.
 *
 * @param newestPoints the instant of the newest point of each series that has one, sorted by metric and entity
 * @param currentAlerts alerts whose incident may go on or come back
 * @param alerting what the job and its ontology say of how alerts are made
 */
public record JobProgress(
        Map<SeriesKey, Instant> newestPoints,
        Map<RuleSeries, Instant> evaluatedThrough,
        Map<RuleSeries, Alert> currentAlerts,
        AlertPolicy alerting) {

    /** A rule on one of its series. */
    public record RuleSeries(String ruleId, SeriesKey series) {}

    /** How far finished runs have evaluated a rule on a series; empty before the first run and after a change of the rule's condition. */
    public Optional<Instant> evaluatedThrough(final String ruleId, final SeriesKey series) {
        return Optional.ofNullable(evaluatedThrough.get(new RuleSeries(ruleId, series)));
    }

    /** The alert of a rule on a series whose incident may go on or come back, whatever people have made of it. */
    public Optional<Alert> currentAlert(final String ruleId, final SeriesKey series) {
        return Optional.ofNullable(currentAlerts.get(new RuleSeries(ruleId, series)));
    }
}
