/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.ModelWatchRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.RowLook;
import io.nifimimir.monitoring.drift.PerformanceJudgement;
import io.nifimimir.monitoring.evaluation.LookEvaluation;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.util.Comparator;
import java.util.List;

/**
 * Replays a rule of rows. Rows are counted as they come and not kept, so what is left of them are the looks that rules had at them: those of
 * a rule that gathers the same rows and tests them in the same way are what this rule would have seen.
 */
final class LookReplay {
    private static final int MOST_LOOKS = 10_000;

    private final ModelWatchRepository repository;

    private final MonitoringRule rule;

    private final RuleCondition.OfRows condition;

    LookReplay(final ModelWatchRepository repository, final MonitoringRule rule, final RuleCondition.OfRows condition) {
        this.repository = repository;
        this.rule = rule;
        this.condition = condition;
    }

    /** @throws NoHistoryException where no such rule has had a look */
    void replay(final DryRunTally tally) {
        final List<MonitoringRule> ofTarget = repository.rowRules(rule.ontologyId()).stream()
                .filter(stored -> stored.metricName().equals(rule.metricName()))
                .filter(stored -> stored.condition().ruleType().equals(condition.ruleType()))
                .toList();
        final List<RowLook> looks = ofTarget.stream()
                .filter(this::seesTheSame)
                .map(stored -> repository.looks(stored.id(), MOST_LOOKS))
                .max(Comparator.comparingInt(List::size))
                .filter(found -> !found.isEmpty())
                .orElseThrow(() -> new NoHistoryException(
                        "Rows are not kept, so a rule of type %s is replayed on the looks of one that counts the same rows of [%s] in the same way. Of %d such rules none is alike and has had a look; this one looks from when it is saved"
                                .formatted(condition.ruleType(), rule.metricName(), ofTarget.size())));
        final List<RowLook> judged = looks.stream().map(this::judged).toList();
        tally.addSeries();
        tally.seen(judged.stream()
                .map(look -> new SeriesPoint(look.at(), look.value()))
                .toList());
        tally.count(LookEvaluation.replay(rule, condition, judged));
    }

    private boolean seesTheSame(final MonitoringRule stored) {
        return switch (condition) {
            case final RuleCondition.Drift drift ->
                stored.condition() instanceof final RuleCondition.Drift other
                        && other.withLooks(drift.looks()).equals(drift);
            case final RuleCondition.Performance performance ->
                stored.condition() instanceof final RuleCondition.Performance other && other.gathersAs(performance);
        };
    }

    private RowLook judged(final RowLook look) {
        return switch (condition) {
            case RuleCondition.Drift ignored -> look;
            case final RuleCondition.Performance performance ->
                look.judged(PerformanceJudgement.ofJson(look.finding())
                        .isWorse(performance.maximumDropPercent(), performance.significance()));
        };
    }
}
