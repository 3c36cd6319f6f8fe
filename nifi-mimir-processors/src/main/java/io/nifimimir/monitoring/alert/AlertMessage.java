/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.Identities;

import java.util.Comparator;
import java.util.List;

/**
 * What a person is told at once: a step of an alert, or the same step of several of one metric. It is sent as a flowfile and marked as sent
 * once NiFi has accepted that flowfile; until then it is handed out again, with the same key and the same steps.
 *
 * @param key unique; the same for each repetition
 * @param transitions one at least
 * @param attempts how often it has been handed out before
 */
public record AlertMessage(String key, List<AlertTransition> transitions, int attempts) {
    public AlertMessage {
        transitions = List.copyOf(transitions);
        if (transitions.isEmpty()) {
            throw new IllegalArgumentException("Message %s tells of nothing".formatted(key));
        }
    }

    /** The key of a message that tells of several steps; that of one is its own. */
    public static String keyOf(final List<AlertTransition> transitions) {
        return transitions.size() == 1
                ? transitions.getFirst().key()
                : Identities.of(
                        "group",
                        transitions.stream().map(AlertTransition::key).sorted().toArray());
    }

    public boolean isGroup() {
        return transitions.size() > 1;
    }

    /** The one to speak for all: they share job, metric, event and severity. */
    public AlertTransition first() {
        return transitions.getFirst();
    }

    public AlertEvent event() {
        return first().event();
    }

    public Severity severity() {
        return transitions.stream()
                .map(transition -> transition.alert().severity())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
