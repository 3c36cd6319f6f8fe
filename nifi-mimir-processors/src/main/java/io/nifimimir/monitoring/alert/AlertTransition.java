/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.Identities;

import java.time.Instant;

/**
 * A step in an alert's life. It is stored with the run that caused it, or with what a person did, and is never told twice: its key is unique.
 *
 * @param key the same for each repetition
 * @param alert as it stood at that step
 * @param at instant of the point that decided the step, or when a person took it
 * @param groupKey the same for steps that are one piece of news; null where it stands alone
 * @param actor who took the step; null where the points did
 * @param note why, or null
 */
public record AlertTransition(
        String key,
        AlertEvent event,
        Alert alert,
        Instant at,
        String jobId,
        String groupKey,
        String actor,
        String note) {

    /** The step that has brought an alert to where it is, taken by its points. */
    public static AlertTransition of(final AlertEvent event, final Alert alert, final Instant at, final String jobId) {
        return by(event, alert, at, jobId, null, null);
    }

    /** The step of an alert that nobody has acknowledged in time; with those of its metric that are due at once it is one piece of news. */
    public static AlertTransition escalated(final Alert alert, final Instant at, final String jobId) {
        final String group = Identities.of(
                "news", jobId, at.toEpochMilli(), alert.series().metricName(), AlertEvent.ESCALATED, alert.severity());
        return of(AlertEvent.ESCALATED, alert, at, jobId).inGroup(group);
    }

    /** The step that has brought an alert to where it is, taken by a person; or by its points, where that is null. */
    public static AlertTransition by(
            final AlertEvent event,
            final Alert alert,
            final Instant at,
            final String jobId,
            final String actor,
            final String note) {
        return new AlertTransition(keyOf(event, alert), event, alert, at, jobId, null, actor, note);
    }

    /** The state that the alert is in after it. */
    public AlertStatus to() {
        return alert.status();
    }

    /** This step of an alert that turned out to be one of long ago. */
    public AlertTransition backAfter(final Alert over) {
        final AlertEvent step = event == AlertEvent.RAISED ? AlertEvent.REOPENED : event;
        return of(step, alert.backAfter(over), at, jobId).inGroup(groupKey);
    }

    /** This step, told with the alert as it stands by now. */
    AlertTransition as(final Alert newest) {
        return new AlertTransition(key, event, newest, at, jobId, groupKey, actor, note);
    }

    public AlertTransition inGroup(final String key) {
        return new AlertTransition(this.key, event, alert, at, jobId, key, actor, note);
    }

    /** Each step is taken once in an episode of an alert, a rise of severity once for each severity. */
    private static String keyOf(final AlertEvent event, final Alert alert) {
        final String step = switch (event) {
            case RAISED -> alert.id() + ":active";
            case WORSENED -> alert.id() + ":worsened-" + alert.severity().wireName();
            default -> alert.id() + ":" + event.wireName();
        };
        final int reopened = alert.course().reopened();
        return event == AlertEvent.RAISED || reopened == 0 ? step : step + "-" + reopened;
    }
}
