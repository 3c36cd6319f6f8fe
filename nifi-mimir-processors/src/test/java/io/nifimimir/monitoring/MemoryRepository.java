/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A repository without a disk, for rules and runs; schedules are not kept. */
final class MemoryRepository implements MonitoringRepository {
    private final List<MonitoringRule> rules = new ArrayList<>();
    private final Map<SeriesKey, SortedMap<Instant, Double>> points = new LinkedHashMap<>();
    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final Map<List<Object>, Instant> progress = new HashMap<>();

    @Override
    public void saveJob(final MonitoringJob job, final List<MonitoringRule> jobRules, final Instant firstRun) {
        rules.addAll(jobRules);
    }

    @Override
    public List<MonitoringRule> rulesOf(final String jobId) {
        return List.copyOf(rules);
    }

    @Override
    public long appendPoints(final SeriesKey series, final Iterator<SeriesPoint> added) {
        final SortedMap<Instant, Double> values = points.computeIfAbsent(series, key -> new TreeMap<>());
        added.forEachRemaining(point -> values.put(point.timestamp(), point.value()));
        return values.size();
    }

    @Override
    public List<SeriesKey> series(final String ontologyId) {
        return List.copyOf(points.keySet());
    }

    @Override
    public List<SeriesPoint> newestPoints(final SeriesKey series, final int limit) {
        final List<SeriesPoint> all = points.get(series).entrySet().stream()
                .map(entry -> new SeriesPoint(entry.getKey(), entry.getValue()))
                .toList();
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    @Override
    public Optional<Instant> evaluatedThrough(final String ruleId, final SeriesKey series) {
        return Optional.ofNullable(progress.get(List.of(ruleId, series)));
    }

    @Override
    public Optional<Alert> activeAlert(final String ruleId, final SeriesKey series) {
        return alerts.values().stream()
                .filter(alert -> alert.ruleId().equals(ruleId)
                        && alert.series().equals(series)
                        && alert.status() == AlertStatus.ACTIVE)
                .findFirst();
    }

    @Override
    public List<Alert> alerts(final int limit) {
        return List.copyOf(alerts.values());
    }

    @Override
    public void finish(final JobOccurrence occurrence, final JobRunResult result) {
        result.alerts().forEach(alert -> alerts.put(alert.id(), alert));
        result.progress().forEach(step -> progress.put(List.of(step.ruleId(), step.series()), step.evaluatedThrough()));
    }

    @Override
    public List<ScheduledJob> jobs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<JobOccurrence> claimDue(final Instant now, final int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void fail(final JobOccurrence occurrence, final Instant completedAt, final String error) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<InterruptedRun> recoverInterrupted(final Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<AlertTransition> takeUnsent(final int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void markSent(final List<String> transitionKeys, final Instant sentAt) {
        throw new UnsupportedOperationException();
    }
}
