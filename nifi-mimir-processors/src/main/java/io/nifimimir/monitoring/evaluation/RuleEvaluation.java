/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertEvent;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Streak;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.series.RobustBaseline;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks one rule along one series. The walk starts at the oldest point at hand, so that the yardstick is the same in each run; what lies
 * behind the rule's progress only teaches, what lies ahead is news. Points of an incident teach nothing while it lasts: an outbreak that
 * taught would soon be normal. What the points make of the rule's alert is {@link IncidentLife}'s to say.
 */
public final class RuleEvaluation {
    /** Two normal points in a row come about by chance at the edge of an incident, and each false end would be a message sent. */
    static final int RESOLVED_AFTER = 3;

    private final String jobId;

    private final ConditionEvaluator evaluator;

    private final IncidentLife life;

    private final Map<String, Alert> changed = new LinkedHashMap<>();

    private final List<AlertTransition> transitions = new ArrayList<>();

    /** Points of which the next ones say whether they are normal: breaches of no incident yet, and calm while one lasts. */
    private final List<SeriesPoint> withheld = new ArrayList<>();

    /** Side of the last breach, or null. */
    private Verdict.Side side;

    /** The step that began the episode that lasts, where that is news and not told yet; or null. */
    private AlertEvent opening;

    private Instant openedAt;

    private long evaluated;

    public RuleEvaluation(
            final MonitoringRule rule, final SeriesKey series, final String jobId, final ConditionEvaluator evaluator) {
        this.jobId = jobId;
        this.evaluator = evaluator;
        this.life = new IncidentLife(rule, series, evaluator);
    }

    /**
     * @param points in rising order of time
     * @param evaluatedThrough instant up to which the rule has evaluated this series, or null
     * @param known the alert that the store holds as current, or null
     */
    public Outcome walk(final List<SeriesPoint> points, final Instant evaluatedThrough, final Alert known) {
        return walk(points, evaluatedThrough, known, false);
    }

    /** @param taught whether the evaluator knows what came before these points, so that a known incident lasts from the first of them */
    public Outcome walk(
            final List<SeriesPoint> points, final Instant evaluatedThrough, final Alert known, final boolean taught) {
        // A rule that has changed has no progress; its alert lives on from where it stood, and what was calm to the old
        // rule does not count
        final boolean ruleChanged = evaluatedThrough == null && known != null;
        final Instant progress = ruleChanged ? known.lastSeen() : evaluatedThrough;
        final Alert stored = ruleChanged ? known.with(known.course().withStreak(Streak.NONE)) : known;
        final Instant adoptAt = stored == null || !stored.lasts() ? null : adoptAt(points, stored, progress, taught);
        boolean news = false;
        for (final SeriesPoint point : points) {
            if (!news && progress != null && point.timestamp().isAfter(progress)) {
                news = true;
                beginNews(stored);
            }
            if (!news && adoptAt != null && !life.lasts() && !point.timestamp().isBefore(adoptAt)) {
                adopt(stored);
            }
            evaluated += news || progress == null ? 1 : 0;
            step(evaluator.judge(point), news, stored);
        }
        if (progress == null) {
            life.current().ifPresent(this::tellWhatLasts);
        }
        announceOpening();
        return new Outcome(List.copyOf(changed.values()), List.copyOf(transitions), evaluated);
    }

    /** From where on the known incident keeps its points from teaching; null where too little would be left to learn from. */
    private static Instant adoptAt(
            final List<SeriesPoint> points, final Alert stored, final Instant progress, final boolean taught) {
        if (taught) {
            return points.getFirst().timestamp();
        }
        final boolean enoughBefore = points.size() > RobustBaseline.MINIMUM_POINTS
                && points.get(RobustBaseline.MINIMUM_POINTS).timestamp().isBefore(stored.since());
        return enoughBefore && !stored.since().isAfter(progress) ? stored.since() : null;
    }

    /** From here on the store's word counts, whatever points that came late make of the past. */
    private void beginNews(final Alert stored) {
        final boolean lasts = stored != null && stored.lasts();
        if (life.lasts() == lasts) {
            life.adopt(stored);
        } else {
            adopt(stored);
        }
    }

    private void adopt(final Alert stored) {
        life.adopt(stored);
        withheld.clear();
    }

    private void step(final Verdict verdict, final boolean news, final Alert stored) {
        final Optional<Alert> before = life.current();
        final Optional<AlertEvent> event = life.step(verdict);
        teach(verdict);
        if (news) {
            life.left().ifPresent(left -> leave(left, stored));
            event.ifPresent(taken -> take(taken, before, verdict.point().timestamp()));
            life.current().ifPresent(alert -> changed.put(alert.id(), alert));
        }
    }

    private void teach(final Verdict verdict) {
        final SeriesPoint point = verdict.point();
        switch (verdict) {
            case Verdict.Breach breach -> {
                if (life.lasts()) {
                    withheld.clear();
                } else {
                    if (side != breach.side()) {
                        learnWithheld();
                    }
                    withheld.add(point);
                }
                side = breach.side();
            }
            case Verdict.Normal normal when life.lasts() -> withheld.add(normal.point());
            case Verdict.Undecided ignored when life.lasts() -> {
                // It says nothing of whether the incident goes on
            }
            case Verdict.Normal ignored -> learn(point);
            case Verdict.Undecided ignored -> learn(point);
        }
    }

    /** A breach that stayed alone is an outlier, and outliers are a part of what is normal here. */
    private void learnWithheld() {
        withheld.forEach(evaluator::learn);
        withheld.clear();
    }

    private void learn(final SeriesPoint point) {
        learnWithheld();
        evaluator.learn(point);
    }

    /** What was pending and is given up was never seen by anybody, unless it is stored. */
    private void leave(final Alert left, final Alert stored) {
        final boolean known = stored != null && stored.id().equals(left.id());
        if (left.status() == AlertStatus.PENDING && !known) {
            changed.remove(left.id());
        } else {
            changed.put(left.id(), left);
        }
    }

    private void take(final AlertEvent event, final Optional<Alert> before, final Instant at) {
        if (event.opens()) {
            opening = event;
            openedAt = at;
        } else if (event == AlertEvent.RESOLVED) {
            announce(before.orElseThrow());
            final Alert resolved = life.current().or(life::left).orElseThrow();
            transitions.add(AlertTransition.of(event, resolved, at, jobId));
        } else if (opening == null) {
            transitions.add(AlertTransition.of(event, life.current().orElseThrow(), at, jobId));
        }
    }

    /** The first sight of a history: what is over is no news, what lasts is. */
    private void tellWhatLasts(final Alert alert) {
        if (alert.status().isOpen()) {
            opening = AlertEvent.RAISED;
            openedAt = alert.lastSeen();
            changed.put(alert.id(), alert);
        } else if (alert.status() == AlertStatus.PENDING) {
            changed.put(alert.id(), alert);
        }
    }

    private void announceOpening() {
        life.current().filter(alert -> alert.status().isOpen()).ifPresent(this::announce);
    }

    /** Tells of the opening with the newest state of the alert, so that the message counts all readings of this run. */
    private void announce(final Alert newest) {
        if (opening != null) {
            transitions.add(AlertTransition.of(opening, newest, openedAt, jobId));
        }
        opening = null;
    }

    /**
     * What a walk found.
     *
     * @param alerts alerts new or changed, in their new state, pending ones and those that are closed among them
     * @param transitions the steps to tell of
     */
    public record Outcome(List<Alert> alerts, List<AlertTransition> transitions, long pointsEvaluated) {
        static final Outcome NOTHING = new Outcome(List.of(), List.of(), 0);
    }
}
