/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.Identities;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertCourse;
import io.nifimimir.monitoring.alert.AlertEvent;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.alert.Span;
import io.nifimimir.monitoring.alert.Streak;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Instant;
import java.util.Optional;

/**
 * The life of a rule's incidents on one series, verdict by verdict: when a breach becomes an alert, when the alert is over, and when what
 * comes back is the same one. It counts on from what the last run has stored, so its answers do not depend on how often a job runs. All times
 * are those of the data.
 */
final class IncidentLife {
    /** So that there is always something in the middle of a range that counts as normal. */
    private static final double LARGEST_MARGIN = 0.25;

    private final MonitoringRule rule;

    private final SeriesKey series;

    private final ConditionEvaluator evaluator;

    private final AlertPolicy policy;

    private final Span raiseAfter;

    private final Span resolveAfter;

    /** The alert whose incident may go on or come back, or null. */
    private Alert current;

    /** The alert that the last verdict has made an end of, or null. */
    private Alert left;

    IncidentLife(final MonitoringRule rule, final SeriesKey series, final ConditionEvaluator evaluator) {
        this.rule = rule;
        this.series = series;
        this.evaluator = evaluator;
        this.policy = rule.alerting().over(AlertPolicy.DEFAULT);
        this.raiseAfter = policy.raiseAfter() == null ? Span.ofPoints(evaluator.opensAfter()) : policy.raiseAfter();
        this.resolveAfter =
                policy.resolveAfter() == null ? Span.ofPoints(evaluator.resolvesAfter()) : policy.resolveAfter();
    }

    /** Goes on from what is stored, or from nothing where it is null. */
    void adopt(final Alert stored) {
        current = stored;
        left = null;
    }

    Optional<Alert> current() {
        return Optional.ofNullable(current);
    }

    /** The alert that the last verdict has closed; a pending one was given up, since its condition did not hold for long enough. */
    Optional<Alert> left() {
        return Optional.ofNullable(left);
    }

    /** Whether an incident lasts, whatever people have made of its alert. */
    boolean lasts() {
        return current != null && current.lasts();
    }

    /** Takes the next point. What it does to the alert that people know of is returned. */
    Optional<AlertEvent> step(final Verdict verdict) {
        left = null;
        return switch (verdict) {
            case final Verdict.Breach breach -> breach(breach);
            case final Verdict.Normal normal -> normal(normal);
            case final Verdict.Undecided undecided ->
                undecided(undecided.point().timestamp());
        };
    }

    private Optional<AlertEvent> breach(final Verdict.Breach breach) {
        final Instant at = breach.point().timestamp();
        if (current == null || current.status() == AlertStatus.PENDING && isOtherSide(breach)) {
            begin(breach);
        } else if (current.status() == AlertStatus.PENDING || current.lasts()) {
            return proceed(breach);
        } else {
            current = current.with(
                    current.course().withStreak(current.course().streak().with(breach.side(), at)));
        }
        return raiseIfDue(breach);
    }

    private boolean isOtherSide(final Verdict.Breach breach) {
        return current.course().streak().side() != breach.side();
    }

    private void begin(final Verdict.Breach breach) {
        if (current != null) {
            giveUp(breach.point().timestamp());
        }
        final Instant since = breach.point().timestamp();
        final String id =
                Identities.of("alert", rule.id(), series.entityId(), series.metricName(), since.toEpochMilli());
        final AlertCourse course = AlertCourse.begin(Streak.NONE.with(breach.side(), since));
        current = seen(breach, id, rule.severity(), AlertStatus.PENDING, since, 1, null, course);
    }

    private Optional<AlertEvent> proceed(final Verdict.Breach breach) {
        final AlertCourse course = current.course()
                .withStreak(current.course()
                        .streak()
                        .with(breach.side(), breach.point().timestamp()));
        final boolean worse = rule.severity().compareTo(current.severity()) > 0;
        current = seen(
                breach,
                current.id(),
                worse ? rule.severity() : current.severity(),
                current.status(),
                current.since(),
                current.occurrences() + 1,
                current.resolvedAt(),
                course);
        if (current.status() == AlertStatus.PENDING) {
            return raiseIfDue(breach);
        }
        return worse && current.status().isOpen() ? Optional.of(AlertEvent.WORSENED) : Optional.empty();
    }

    /** Where the condition has held for long enough, a pending alert begins, and one that had ended is back. */
    private Optional<AlertEvent> raiseIfDue(final Verdict.Breach breach) {
        final Instant at = breach.point().timestamp();
        final AlertCourse course = current.course();
        if (!course.streak().isBreach() || !course.streak().reaches(raiseAfter, at)) {
            return Optional.empty();
        }
        if (current.status() == AlertStatus.PENDING) {
            current = again(breach, AlertStatus.ACTIVE, rule.severity(), 0, course);
            return Optional.of(AlertEvent.RAISED);
        }
        if (at.isBefore(course.endedAt().plus(policy.coolDown()))) {
            return Optional.empty();
        }
        final long unseen = course.streak().points();
        if (current.status() == AlertStatus.DISMISSED) {
            current = again(breach, AlertStatus.DISMISSED, current.severity(), unseen, course.ended(null));
            return Optional.empty();
        }
        current = again(breach, AlertStatus.ACTIVE, rule.severity(), unseen, course.reopen());
        return Optional.of(AlertEvent.REOPENED);
    }

    private Alert again(
            final Verdict.Breach breach,
            final AlertStatus status,
            final Severity severity,
            final long morePoints,
            final AlertCourse course) {
        final Instant resolvedAt = status == AlertStatus.DISMISSED ? current.resolvedAt() : null;
        return seen(
                breach,
                current.id(),
                severity,
                status,
                current.since(),
                current.occurrences() + morePoints,
                resolvedAt,
                course);
    }

    private Optional<AlertEvent> normal(final Verdict.Normal normal) {
        final Instant at = normal.point().timestamp();
        if (current == null) {
            return Optional.empty();
        }
        if (current.status() == AlertStatus.PENDING) {
            giveUp(at);
            return Optional.empty();
        }
        final AlertCourse course = current.course();
        if (course.endedAt() == null && isAtTheEdge(normal)) {
            current = current.with(course.withStreak(Streak.NONE));
            return Optional.empty();
        }
        current = current.with(course.withStreak(course.streak().with(null, at)));
        final Optional<AlertEvent> event = endIfDue(normal.point());
        closeIfDue(at);
        return event;
    }

    /** Between the bound that raises and the one that resolves it is neither. */
    private boolean isAtTheEdge(final Verdict.Normal normal) {
        final ExpectedRange expected = normal.expected();
        final double margin = Math.min(policy.resolveMargin(), LARGEST_MARGIN * (expected.upper() - expected.lower()));
        final double value = normal.point().value();
        return margin > 0 && (value < expected.lower() + margin || value > expected.upper() - margin);
    }

    private Optional<AlertEvent> endIfDue(final SeriesPoint point) {
        final Streak calm = current.course().streak();
        if (current.course().endedAt() != null || !calm.reaches(resolveAfter, point.timestamp())) {
            return Optional.empty();
        }
        if (current.status().isOpen()) {
            current = current.resolved(evaluator.resolvedMessage(current, point, calm.since()), calm.since());
            return Optional.of(AlertEvent.RESOLVED);
        }
        current = current.with(current.course().ended(calm.since()));
        return Optional.empty();
    }

    private void closeIfDue(final Instant at) {
        final AlertCourse course = current.course();
        if (course.endedAt() != null
                && course.streak().reaches(policy.reopenWithin(), at)
                && !at.isBefore(course.endedAt().plus(policy.coolDown()))) {
            left = current.with(course.close(at));
            current = null;
        }
    }

    private Optional<AlertEvent> undecided(final Instant at) {
        if (current != null && current.status() == AlertStatus.PENDING) {
            giveUp(at);
        }
        return Optional.empty();
    }

    private void giveUp(final Instant at) {
        left = current.with(current.course().close(at));
        current = null;
    }

    private Alert seen(
            final Verdict.Breach breach,
            final String id,
            final Severity severity,
            final AlertStatus status,
            final Instant since,
            final long occurrences,
            final Instant resolvedAt,
            final AlertCourse course) {
        final boolean over = status == AlertStatus.RESOLVED || status == AlertStatus.DISMISSED;
        return new Alert(
                id,
                rule.id(),
                series,
                rule.condition().ruleType(),
                severity,
                status,
                evaluator.title(series, breach),
                over ? current.message() : evaluator.message(series, breach, since, occurrences),
                evaluator.expected(breach),
                since,
                breach.point().timestamp(),
                breach.point().value(),
                occurrences,
                resolvedAt,
                course);
    }
}
