/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.ModelWatchRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.RowLook;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes incidents of the looks of a rule on rows, as {@link RuleEvaluation} makes them of points, and tells of them what was found. */
public final class LookEvaluation {
    /** Far more than an incident needs to begin and to end. */
    private static final int LOOKS_OF_RUN = 500;

    private final ModelWatchRepository repository;

    private final MonitoringRule rule;

    private final RuleCondition.OfRows condition;

    public LookEvaluation(
            final ModelWatchRepository repository, final MonitoringRule rule, final RuleCondition.OfRows condition) {
        this.repository = repository;
        this.rule = rule;
        this.condition = condition;
    }

    /** What the alerts of a rule on rows are about: the target of the model, of no entity in particular. */
    public static SeriesKey series(final MonitoringRule rule) {
        return new SeriesKey(rule.ontologyId(), rule.entityId() == null ? "" : rule.entityId(), rule.metricName());
    }

    /** @param evaluatedThrough instant of the newest look that is known */
    public record Evaluated(RuleEvaluation.Outcome outcome, Instant evaluatedThrough) {}

    /** Empty where there is no look that is new. */
    public Optional<Evaluated> walk(final String jobId, final Instant evaluatedThrough, final Alert known) {
        final List<RowLook> looks = repository.looks(rule.id(), LOOKS_OF_RUN);
        if (looks.isEmpty() || evaluatedThrough != null && !looks.getLast().at().isAfter(evaluatedThrough)) {
            return Optional.empty();
        }
        final RuleEvaluation.Outcome outcome =
                evaluation(rule, condition, jobId, looks).walk(points(looks), evaluatedThrough, known);
        return Optional.of(new Evaluated(outcome, looks.getLast().at()));
    }

    /**
     * The alerts that a rule would have raised, had it been there from the first of these looks on.
     *
     * @param looks in rising order of time, at least one
     */
    public static List<Alert> replay(
            final MonitoringRule rule, final RuleCondition.OfRows condition, final List<RowLook> looks) {
        final Instant before = looks.getFirst().at().minusMillis(1);
        return evaluation(rule, condition, "dry-run", looks)
                .walk(points(looks), before, null, true)
                .alerts();
    }

    private static RuleEvaluation evaluation(
            final MonitoringRule rule,
            final RuleCondition.OfRows condition,
            final String jobId,
            final List<RowLook> looks) {
        final Map<Instant, RowLook> byInstant =
                looks.stream().collect(Collectors.toMap(RowLook::at, Function.identity()));
        return new RuleEvaluation(rule, series(rule), jobId, new LookEvaluator(condition, byInstant));
    }

    private static List<SeriesPoint> points(final List<RowLook> looks) {
        return looks.stream()
                .map(look -> new SeriesPoint(look.at(), look.value()))
                .toList();
    }
}
