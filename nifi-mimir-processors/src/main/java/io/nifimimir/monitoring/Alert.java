/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;

/**
 * One incident of a rule on one series: a single alert from its first point to its resolution, however many points it lasts.
 *
 * @param id made from rule, entity, metric and first instant, so that a repeated evaluation finds the same alert
 * @param title one line: what and where
 * @param message what a person needs: what, where, since when, expected, seen
 * @param expected in words or numbers what the rule allows, such as {@code 2.1 to 7.9}
 * @param since instant of the first point of the incident
 * @param lastSeen instant of the newest point that met the condition
 * @param lastValue value of that point
 * @param occurrences points that met the condition so far
 * @param resolvedAt instant of the first point back to normal, or null while it lasts
 */
public record Alert(
        String id,
        String ruleId,
        SeriesKey series,
        String alertType,
        Severity severity,
        AlertStatus status,
        String title,
        String message,
        String expected,
        Instant since,
        Instant lastSeen,
        double lastValue,
        long occurrences,
        Instant resolvedAt) {

    /** This alert at its end. */
    public Alert resolved(final String lastMessage, final Instant at) {
        return new Alert(
                id,
                ruleId,
                series,
                alertType,
                severity,
                AlertStatus.RESOLVED,
                title,
                lastMessage,
                expected,
                since,
                lastSeen,
                lastValue,
                occurrences,
                at);
    }
}
