/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

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

    /** The step that has brought an alert to where it is. */
    public static AlertTransition of(final AlertEvent event, final Alert alert, final Instant at, final String jobId) {
        return by(event, alert, at, jobId, null, null);
    }

    /** The same, taken by a person. */
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

    /** This step, told with the alert as it stands by now. */
    AlertTransition as(final Alert newest) {
        return new AlertTransition(key, event, newest, at, jobId, groupKey, actor, note);
    }

    AlertTransition inGroup(final String key) {
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
