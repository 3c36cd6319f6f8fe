/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks one rule along one series. The walk starts at the oldest point at hand, so that the yardstick is the same in each run; what lies
 * behind the rule's progress only teaches, what lies ahead is news. Points of an incident teach nothing while it lasts: an outbreak that
 * taught would soon be normal.
 */
final class RuleEvaluation {
    /** Two normal points in a row come about by chance at the edge of an incident, and each false end would be a message sent. */
    static final int RESOLVED_AFTER = 3;

    private final MonitoringRule rule;

    private final SeriesKey series;

    private final String jobId;

    private final ConditionEvaluator evaluator;

    private final Map<String, Alert> changed = new LinkedHashMap<>();

    private final List<AlertTransition> transitions = new ArrayList<>();

    /** Breaching points in a row that do not make an incident yet. */
    private final List<Verdict.Breach> pending = new ArrayList<>();

    /** Normal points in a row while an incident lasts. */
    private final List<SeriesPoint> calm = new ArrayList<>();

    /** The incident that lasts at this point of the walk, or null. */
    private Alert open;

    /** When the incident that lasts was opened within this walk's news, or null. */
    private Instant newsSince;

    private long evaluated;

    RuleEvaluation(
            final MonitoringRule rule, final SeriesKey series, final String jobId, final ConditionEvaluator evaluator) {
        this.rule = rule;
        this.series = series;
        this.jobId = jobId;
        this.evaluator = evaluator;
    }

    /**
     * @param points in rising order of time
     * @param evaluatedThrough instant up to which the rule has evaluated this series, or null
     * @param active the alert that the store holds as active, or null
     */
    Outcome walk(final List<SeriesPoint> points, final Instant evaluatedThrough, final Alert active) {
        return walk(points, evaluatedThrough, active, false);
    }

    /** @param taught whether the evaluator knows what came before these points, so that a known incident lasts from the first of them */
    Outcome walk(
            final List<SeriesPoint> points, final Instant evaluatedThrough, final Alert active, final boolean taught) {
        // A rule that has changed has no progress; the alert that it has open lives on from where it stood
        final Instant progress = evaluatedThrough == null && active != null ? active.lastSeen() : evaluatedThrough;
        final Instant adoptAt = active == null ? null : adoptAt(points, active, progress, taught);
        boolean news = false;
        for (final SeriesPoint point : points) {
            if (!news && progress != null && point.timestamp().isAfter(progress)) {
                news = true;
                beginNews(active);
            }
            if (open == null && adoptAt != null && !news && !point.timestamp().isBefore(adoptAt)) {
                adopt(active);
            }
            evaluated += news || progress == null ? 1 : 0;
            step(evaluator.judge(point), news);
        }
        if (progress == null && open != null) {
            // The first sight of a history: what is over is no news, what lasts is
            newsSince = open.lastSeen();
            changed.put(open.id(), open);
        }
        announceOpen();
        return new Outcome(List.copyOf(changed.values()), List.copyOf(transitions), evaluated);
    }

    /** From where on the known incident keeps its points from teaching; null where too little would be left to learn from. */
    private static Instant adoptAt(
            final List<SeriesPoint> points, final Alert active, final Instant progress, final boolean taught) {
        if (taught) {
            return points.getFirst().timestamp();
        }
        final boolean enoughBefore = points.size() > RobustBaseline.MINIMUM_POINTS
                && points.get(RobustBaseline.MINIMUM_POINTS).timestamp().isBefore(active.since());
        return enoughBefore && !active.since().isAfter(progress) ? active.since() : null;
    }

    /** From here on the store's word counts, whatever points that came late make of the past. */
    private void beginNews(final Alert active) {
        if (active == null) {
            if (open != null) {
                open = null;
                pending.clear();
                calm.clear();
            }
            changed.clear();
        } else {
            final List<SeriesPoint> calmSoFar = List.copyOf(calm);
            adopt(active);
            // The store knows of no end, so the past can have shown no more than this
            calm.addAll(calmSoFar.subList(0, Math.min(calmSoFar.size(), evaluator.resolvesAfter() - 1)));
        }
    }

    private void adopt(final Alert active) {
        open = active;
        pending.clear();
        calm.clear();
        changed.clear();
    }

    private void step(final Verdict verdict, final boolean news) {
        switch (verdict) {
            case Verdict.Undecided undecided -> {
                if (open == null) {
                    learnPending();
                    evaluator.learn(undecided.point());
                }
            }
            case Verdict.Normal normal
            when open == null -> {
                learnPending();
                evaluator.learn(normal.point());
            }
            case Verdict.Normal normal -> {
                calm.add(normal.point());
                if (calm.size() >= evaluator.resolvesAfter()) {
                    resolve(news);
                }
            }
            case Verdict.Breach breach
            when open == null -> {
                if (!pending.isEmpty() && pending.getLast().side() != breach.side()) {
                    learnPending();
                }
                pending.add(breach);
                if (pending.size() >= evaluator.opensAfter()) {
                    open(news);
                }
            }
            case Verdict.Breach breach -> {
                calm.clear();
                proceed(breach, news);
            }
        }
    }

    /** A breach that stayed alone is an outlier, and outliers are a part of what is normal here. */
    private void learnPending() {
        pending.forEach(breach -> evaluator.learn(breach.point()));
        pending.clear();
    }

    private void open(final boolean news) {
        final Verdict.Breach first = pending.getFirst();
        final Verdict.Breach last = pending.getLast();
        final Instant since = first.point().timestamp();
        final String expected = evaluator.expected(last);
        open = new Alert(
                Identities.of("alert", rule.id(), series.entityId(), series.metricName(), since.toEpochMilli()),
                rule.id(),
                series,
                rule.condition().ruleType(),
                rule.severity(),
                AlertStatus.ACTIVE,
                evaluator.title(series, last),
                evaluator.message(series, last, since, pending.size()),
                expected,
                since,
                last.point().timestamp(),
                last.point().value(),
                pending.size(),
                null);
        pending.clear();
        if (news) {
            newsSince = open.lastSeen();
            changed.put(open.id(), open);
        }
    }

    private void proceed(final Verdict.Breach breach, final boolean news) {
        final boolean known = !news && !breach.point().timestamp().isAfter(open.lastSeen());
        if (known) {
            return;
        }
        final String expected = evaluator.expected(breach);
        final double value = breach.point().value();
        final long occurrences = open.occurrences() + 1;
        open = new Alert(
                open.id(),
                open.ruleId(),
                series,
                open.alertType(),
                rule.severity(),
                AlertStatus.ACTIVE,
                evaluator.title(series, breach),
                evaluator.message(series, breach, open.since(), occurrences),
                expected,
                open.since(),
                breach.point().timestamp(),
                value,
                occurrences,
                null);
        if (news) {
            changed.put(open.id(), open);
        }
    }

    private void resolve(final boolean news) {
        final Instant resolvedAt = calm.getFirst().timestamp();
        final SeriesPoint last = calm.getLast();
        if (news) {
            announceOpen();
            final Alert resolved = open.resolved(evaluator.resolvedMessage(open, last, resolvedAt), resolvedAt);
            changed.put(resolved.id(), resolved);
            transitions.add(AlertTransition.of(resolved, last.timestamp(), jobId));
        }
        open = null;
        calm.forEach(evaluator::learn);
        calm.clear();
    }

    /** Tells of the opening with the newest state of the alert, so that the message counts all readings of this run. */
    private void announceOpen() {
        if (newsSince != null && open != null) {
            transitions.add(AlertTransition.of(open, newsSince, jobId));
        }
        newsSince = null;
    }

    /** What a walk found: alerts new or changed, and the steps to tell of. */
    record Outcome(List<Alert> alerts, List<AlertTransition> transitions, long pointsEvaluated) {}
}
