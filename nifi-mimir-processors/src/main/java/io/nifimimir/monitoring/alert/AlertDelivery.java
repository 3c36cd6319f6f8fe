/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which steps of an alert somebody is told of. What a silence covers waits for its end, and what a more severe alert of the same
 * series outranks waits for the end of that; then what still lasts is told once, as it stands, and what came and went meanwhile is not.
 */
public final class AlertDelivery {
    /** Until the alert that outranks it ends. */
    public static final Instant UNTIL_RELEASED = Instant.ofEpochMilli(Long.MAX_VALUE);

    public static final String SILENCED = "silenced";

    /** Alerts that say the same thing of a series in different strictness. */
    private static final Set<String> OF_VALUES = Set.of("threshold", "anomaly", "trend");

    public static final String OUTRANKED = "outranked";

    private final Alert alert;

    private final AlertTransition lastTold;

    private final List<Silence> silences;

    private final List<Alert> others;

    private final Instant now;

    private final String reason;

    private AlertDelivery(
            final Alert alert,
            final AlertTransition lastTold,
            final List<Silence> silences,
            final List<Alert> others,
            final Instant now,
            final String reason) {
        this.alert = alert;
        this.lastTold = lastTold;
        this.silences =
                silences.stream().filter(silence -> silence.concerns(alert)).toList();
        this.others = List.copyOf(others);
        this.now = now;
        this.reason = reason;
    }

    /**
     * By the silences.
     *
     * @param alert as it stands now
     * @param lastTold the last step before those that wait of which somebody is told, or null
     * @param silences those that cover now, or have covered a step
     */
    public static AlertDelivery silenced(
            final Alert alert, final AlertTransition lastTold, final List<Silence> silences, final Instant now) {
        return new AlertDelivery(alert, lastTold, silences, List.of(), now, SILENCED);
    }

    /**
     * By the severity of what else lasts.
     *
     * @param alert as it stands now
     * @param lastTold the last step before those that wait of which somebody is told, or null
     * @param others open alerts of the same series
     */
    public static AlertDelivery ranked(final Alert alert, final AlertTransition lastTold, final List<Alert> others) {
        return new AlertDelivery(alert, lastTold, List.of(), others, Instant.MIN, OUTRANKED);
    }

    /** A step that nobody was told of yet, and whether that was put off before. */
    public record Waiting(AlertTransition transition, boolean held) {}

    /** What becomes of a step. */
    public sealed interface Decision {
        /** @param transition with the alert as it is to be told */
        record Tell(AlertTransition transition) implements Decision {}

        /** It waits. */
        record Hold(Instant until) implements Decision {}

        /** Nobody is told, ever. */
        record KeepBack(String reason) implements Decision {}
    }

    /** @param waiting all steps of the alert that wait, oldest first. Returns a decision for each, by its key. */
    public Map<String, Decision> decide(final List<Waiting> waiting) {
        final Map<String, Decision> decisions = new LinkedHashMap<>();
        final Optional<Instant> silent = silences.stream()
                .map(silence -> silence.silentUntil(now))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        if (silent.isPresent()) {
            waiting.forEach(step -> decisions.put(step.transition().key(), new Decision.Hold(silent.get())));
            return decisions;
        }
        if (isOutranked() && waiting.stream().allMatch(step -> canBeOutranked(step.transition()))) {
            waiting.forEach(step -> decisions.put(step.transition().key(), new Decision.Hold(UNTIL_RELEASED)));
            return decisions;
        }
        final boolean putOff = waiting.stream().anyMatch(step -> step.held() || wasSilent(step.transition()));
        final Optional<AlertTransition> told = putOff ? whatIsStillNews(waiting) : Optional.empty();
        for (final Waiting step : waiting) {
            final AlertTransition transition = step.transition();
            final boolean tell = !putOff || told.isPresent() && told.get().key().equals(transition.key());
            decisions.put(
                    transition.key(),
                    tell ? new Decision.Tell(putOff ? told.get() : transition) : new Decision.KeepBack(reason));
        }
        return decisions;
    }

    private boolean isOutranked() {
        return alert.status().isOpen() && others.stream().anyMatch(this::outranks);
    }

    /** What is too low at the one is no news of what is too high at the other, and nothing of values says that rows have drifted. */
    private boolean outranks(final Alert other) {
        final Verdict.Side side = alert.course().streak().side();
        final Verdict.Side otherSide = other.course().streak().side();
        final boolean opposite = side != null && otherSide != null && side != otherSide;
        return !other.id().equals(alert.id())
                && other.status().isOpen()
                && OF_VALUES.contains(alert.alertType())
                && OF_VALUES.contains(other.alertType())
                && other.severity().compareTo(alert.severity()) > 0
                && !opposite;
    }

    private static boolean canBeOutranked(final AlertTransition transition) {
        return transition.event().asksForCare() && transition.event() != AlertEvent.ESCALATED;
    }

    /** Also where the points of that time came after it. */
    private boolean wasSilent(final AlertTransition transition) {
        return silences.stream().anyMatch(silence -> silence.covers(transition.at()));
    }

    /** Of the steps that were put off, the one that is to be told now. */
    private Optional<AlertTransition> whatIsStillNews(final List<Waiting> waiting) {
        final boolean knownOpen = lastTold != null && lastTold.event().asksForCare();
        final Optional<AlertTransition> newest = waiting.reversed().stream()
                .map(Waiting::transition)
                .filter(transition ->
                        transition.event().asksForCare() == alert.status().isOpen())
                .findFirst();
        if (!alert.status().isOpen()) {
            return knownOpen ? newest : Optional.empty();
        }
        final boolean worse =
                !knownOpen || alert.severity().compareTo(lastTold.alert().severity()) > 0;
        return newest.filter(transition -> worse).map(transition -> transition.as(alert));
    }
}
