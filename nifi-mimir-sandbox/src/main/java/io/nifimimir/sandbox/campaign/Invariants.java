/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.sandbox.Folders;
import io.nifimimir.sandbox.StoreView;
import io.nifimimir.sandbox.StoreView.Execution;
import io.nifimimir.sandbox.StoreView.Point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What has to hold of a flow that has worked through its files, whatever was done to its NiFi meanwhile. */
final class Invariants {
    private static final int NAMED = 5;
    private static final Set<String> OF_ROWS = Set.of("drift", "performance");
    private static final Set<String> RUN = Set.of("success", "caught_up");

    private final CampaignFolders folders;
    private final List<String> violations = new ArrayList<>();

    Invariants(final CampaignFolders folders) {
        this.folders = folders;
    }

    /** What does not hold; empty where all is well. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** The file as a crash left it. To be asked at any time. */
    Invariants storeIsSound() {
        try (StoreView store = StoreView.open(folders.store())) {
            final String integrity = store.integrity();
            require("ok".equals(integrity), "PRAGMA integrity_check says: " + integrity);
        }
        return this;
    }

    /** Each file became one dataset, none failed, and the store has the points of all of them and no other. */
    Invariants filesAreWorkedThrough(final List<SiteReport> reports) {
        final Set<String> names = reports.stream().map(SiteReport::name).collect(Collectors.toSet());
        requireSame("datasets", names, Folders.names(folders.datasets()));
        requireSame("failures", Set.of(), Folders.names(folders.failures()));
        final Set<Point> sent = new HashSet<>();
        reports.forEach(report -> sent.addAll(report.points()));
        try (StoreView store = StoreView.open(folders.store())) {
            requireSame("points", sent, store.allPoints());
        }
        return this;
    }

    /** Alerts are those of the reference, each of them reached the outside, and none twice. */
    Invariants alertsAre(final Set<String> reference) {
        final List<String> told = told();
        requireSame("alerts told", reference, new TreeSet<>(told));
        final Map<String, Long> counts =
                told.stream().collect(Collectors.groupingBy(key -> key, TreeMap::new, Collectors.counting()));
        counts.forEach((key, count) -> require(count == 1, "Alert %s was told %d times".formatted(key, count)));
        try (StoreView store = StoreView.open(folders.store())) {
            requireSame("alerts stored", reference, new TreeSet<>(store.alertSteps()));
            require(store.unsentAlerts() == 0, store.unsentAlerts() + " alerts are not marked as sent");
        }
        return this;
    }

    /**
     * Each occurrence of a job has come to its end, from the first one of a pipeline to the last there is one for each time of its schedule, and
     * each that was run came out. The store keeps one row for an occurrence, so that it cannot have two ends.
     */
    Invariants occurrencesHaveEnded() {
        final Set<String> triggered = new HashSet<>(keys(Folders.names(folders.triggers())));
        try (StoreView store = StoreView.open(folders.store())) {
            Instant expected = null;
            for (final Execution execution : store.executions()) {
                require(
                        execution.isFinal(),
                        "Occurrence of %s at %s is %s"
                                .formatted(execution.jobId(), execution.scheduledFor(), execution.status()));
                if ("pipeline".equals(execution.jobType())) {
                    require(
                            expected == null || expected.equals(execution.scheduledFor()),
                            "The schedule of %s goes on at %s, expected %s"
                                    .formatted(execution.jobId(), execution.scheduledFor(), expected));
                    expected = execution.through().plus(CampaignFlow.TRIGGER_STEP);
                    require(
                            expected.equals(execution
                                    .scheduledFor()
                                    .plus(CampaignFlow.TRIGGER_STEP.multipliedBy(execution.occurrences()))),
                            "%d occurrences of %s are said to be missed from %s to %s"
                                    .formatted(
                                            execution.occurrences(),
                                            execution.jobId(),
                                            execution.scheduledFor(),
                                            execution.through()));
                    require(
                            !RUN.contains(execution.status())
                                    || triggered.contains(execution.jobId().replace('/', '_') + ":"
                                            + execution.scheduledFor().toEpochMilli()),
                            "Occurrence of %s at %s is %s, and nothing came out"
                                    .formatted(execution.jobId(), execution.scheduledFor(), execution.status()));
                }
            }
            require(expected != null, "No pipeline was triggered");
        }
        return this;
    }

    /** The steps of alerts that have reached the outside, named as {@link StoreView#alertSteps} does, once for each time. */
    List<String> told() {
        return Folders.names(folders.alerts()).stream()
                .flatMap(name -> folders.alertSteps(name).stream())
                .map(Invariants::name)
                .sorted()
                .toList();
    }

    private static String name(final JsonNode step) {
        return OF_ROWS.contains(step.path("alert_type").asText())
                ? step.path("rule_id").asText() + ":" + step.path("event").asText()
                : step.path("key").asText();
    }

    static List<String> keys(final Collection<String> fileNames) {
        return fileNames.stream()
                .map(name -> name.substring(0, name.indexOf('~')))
                .sorted()
                .toList();
    }

    private <T> void requireSame(final String what, final Set<T> expected, final Set<T> found) {
        final Set<T> missing = new HashSet<>(expected);
        missing.removeAll(found);
        final Set<T> surplus = new HashSet<>(found);
        surplus.removeAll(expected);
        require(
                missing.isEmpty(),
                "%d of %d %s are missing: %s".formatted(missing.size(), expected.size(), what, some(missing)));
        require(surplus.isEmpty(), "%d %s too many: %s".formatted(surplus.size(), what, some(surplus)));
    }

    private static String some(final Set<?> things) {
        return things.stream().map(Object::toString).sorted().limit(NAMED).collect(Collectors.joining(", "))
                + (things.size() > NAMED ? ", ..." : "");
    }

    private void require(final boolean holds, final String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }
}
