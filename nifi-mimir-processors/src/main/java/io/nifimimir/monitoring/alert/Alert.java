/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Instant;

/**
 * One incident of a rule on one series: a single alert from its first point to its resolution, however many points it lasts.
 *
 * @param id made from rule, entity, metric and first instant, so that a repeated evaluation finds the same alert
 * @param severity that of its rule, or more; it never falls while the alert lasts
 * @param title one line: what and where
 * @param message what a person needs: what, where, since when, expected, seen
 * @param expected in words or numbers what the rule allows, such as {@code 2.1 to 7.9}
 * @param since instant of the first point of the incident
 * @param lastSeen instant of the newest point that met the condition
 * @param lastValue value of that point
 * @param occurrences points that met the condition so far
 * @param resolvedAt instant of the first point back to normal, or when somebody ended it; null while it lasts
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
        Instant resolvedAt,
        AlertCourse course) {

    /** Whether its condition holds, or has not been gone for long enough; a pending alert is no incident yet. */
    public boolean lasts() {
        return status != AlertStatus.PENDING && course.endedAt() == null;
    }

    /** This alert at the end of its condition, with what to tell of it. */
    public Alert resolved(final String lastMessage, final Instant at) {
        return with(severity, AlertStatus.RESOLVED, lastMessage, at, course.ended(at));
    }

    /** This alert, whose rule is not evaluated any more. */
    public Alert withdrawn(final Instant at) {
        final AlertCourse closed = course.close(at);
        return status.isOpen()
                ? with(severity, AlertStatus.RESOLVED, AlertTexts.withdrawn(this), at, closed)
                : with(closed);
    }

    /** This alert, which somebody takes care of. */
    public Alert acknowledged(final String by) {
        return with(severity, AlertStatus.ACKNOWLEDGED, message, null, course.acknowledged(by));
    }

    /** This alert, which somebody has ended. Its condition may hold on. */
    public Alert ended(final AlertStatus by, final String lastMessage, final Instant at) {
        return with(severity, by, lastMessage, at, course);
    }

    /** This alert, which nobody has acknowledged in time. */
    public Alert escalated(final Instant at) {
        return with(severity.next(), status, message, resolvedAt, course.escalated(at));
    }

    /**
     * This alert, found to begin where one began that was over long ago: a rule that has become stricter sees that incident go on, and
     * whoever was told of its end is to be told that it is back.
     */
    public Alert backAfter(final Alert over) {
        return with(new AlertCourse(
                course.streak(),
                course.endedAt(),
                course.closed(),
                Math.max(over.course.reopened(), course.reopened()) + 1,
                course.acknowledgedBy(),
                course.escalatedAt()));
    }

    /**
     * What a run has made of this alert, where somebody or the clock has changed it since the run began. What a person has decided on an
     * episode stands.
     */
    public Alert afterChangeTo(final Alert stored) {
        if (stored.course.reopened() != course.reopened() || stored.status == AlertStatus.PENDING) {
            return this;
        }
        final Severity higher = stored.severity.compareTo(severity) > 0 ? stored.severity : severity;
        final AlertCourse both = new AlertCourse(
                course.streak(),
                course.endedAt(),
                course.closed(),
                course.reopened(),
                stored.course.acknowledgedBy(),
                stored.course.escalatedAt());
        return switch (stored.status) {
            case ACKNOWLEDGED ->
                with(
                        higher,
                        status == AlertStatus.ACTIVE ? AlertStatus.ACKNOWLEDGED : status,
                        message,
                        resolvedAt,
                        both);
            case RESOLVED ->
                status.isOpen()
                        ? with(higher, AlertStatus.RESOLVED, stored.message, stored.resolvedAt, both)
                        : with(higher, status, message, resolvedAt, both);
            case DISMISSED -> with(higher, AlertStatus.DISMISSED, stored.message, stored.resolvedAt, both);
            case ACTIVE, PENDING -> with(higher, status, message, resolvedAt, both);
        };
    }

    public Alert with(final AlertCourse newCourse) {
        return with(severity, status, message, resolvedAt, newCourse);
    }

    private Alert with(
            final Severity newSeverity,
            final AlertStatus newStatus,
            final String newMessage,
            final Instant newResolvedAt,
            final AlertCourse newCourse) {
        return new Alert(
                id,
                ruleId,
                series,
                alertType,
                newSeverity,
                newStatus,
                title,
                newMessage,
                expected,
                since,
                lastSeen,
                lastValue,
                occurrences,
                newResolvedAt,
                newCourse);
    }
}
