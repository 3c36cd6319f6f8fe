/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.Identities;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.WatchedModel;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Proposes how the models of an ontology are watched: whether the data that they are applied to, and what they predict, stay like those at
 * training, and whether they still answer as well. A rule that somebody has changed stays as it is.
 */
public final class DriftPlanner {
    /** Each dataset is looked at when it comes; the schedule is for what a power cut has kept from being told. */
    private static final String SCHEDULE = "20 * * * *";

    /** Of a look at all columns: one of a hundred is wrong, and that two in a row are is seen once in 27 years of a look a day. */
    private static final double DRIFT_SIGNIFICANCE = 0.01;

    private static final int LOOKS_A_WEEK = 7;

    private static final double PERFORMANCE_SIGNIFICANCE = 0.001;

    private static final int DRIFT_ROWS = RuleCondition.Drift.DEFAULT_ROWS;

    private static final int LOOKS = RuleCondition.Drift.DEFAULT_LOOKS;

    /** What a shift of the mean by a fifth of the standard deviation comes to. */
    private static final double DISTANCE = 0.08;

    private static final double STABILITY_INDEX = 0.08;

    private final MonitoringRepository repository;

    public DriftPlanner(final MonitoringRepository repository) {
        this.repository = repository;
    }

    /**
     * The plan of an ontology with the rules that watch its models; empty where it has neither a plan nor a model.
     *
     * @param ofSeries what is planned for the series of the ontology; without that the models get a job of their own
     * @param champions the models that answer, in the order of their targets
     * @param zone in which the schedule is read
     */
    public Optional<MonitoringPlan> extend(
            final Optional<MonitoringPlan> ofSeries,
            final String ontologyId,
            final List<WatchedModel> champions,
            final ZoneId zone) {
        if (champions.isEmpty()) {
            return ofSeries;
        }
        final MonitoringPlan plan = ofSeries.orElseGet(() -> ofModels(ontologyId, champions, zone));
        final String jobId = plan.job().id();
        final Map<String, MonitoringRule> known =
                repository.rulesOf(jobId).stream().collect(Collectors.toMap(MonitoringRule::id, Function.identity()));
        final List<PlannedRule> planned = new ArrayList<>(plan.planned());
        for (final WatchedModel model : champions) {
            rulesOf(jobId, model).forEach(rule -> planned.add(planned(known.getOrDefault(rule.id(), rule))));
        }
        return Optional.of(new MonitoringPlan(plan.job(), planned, plan.skipped(), plan.budget()));
    }

    private static PlannedRule planned(final MonitoringRule rule) {
        return new PlannedRule(rule, Optional.empty(), expectedPerWeek(rule.condition()));
    }

    /** Where each day brings rows enough for a look, and chance alone is at work. */
    private static double expectedPerWeek(final RuleCondition condition) {
        return switch (condition) {
            case final RuleCondition.Drift drift -> LOOKS_A_WEEK * Math.pow(drift.significance(), drift.looks());
            case final RuleCondition.Performance performance -> LOOKS_A_WEEK * performance.significance();
            default -> throw new IllegalArgumentException("No rule of rows: " + condition);
        };
    }

    private static MonitoringPlan ofModels(
            final String ontologyId, final List<WatchedModel> champions, final ZoneId zone) {
        final MonitoringJob job = MonitoringJob.ofOntology(
                ontologyId,
                "Compares the rows that come in for %s with those of the training, and the predictions with the truth where it comes"
                        .formatted(ontologyId),
                SCHEDULE,
                zone,
                champions.stream().map(WatchedModel::target).toList());
        return new MonitoringPlan(job, List.of(), Map.of(), AlertBudget.DEFAULT);
    }

    private static List<MonitoringRule> rulesOf(final String jobId, final WatchedModel model) {
        final String season = "rows are compared with those of the same hour, weekday or month where these differ";
        return List.of(
                rule(
                        jobId,
                        model,
                        "drift",
                        drift(RuleCondition.DriftSubject.FEATURES),
                        Severity.MEDIUM,
                        "The data that the model of %s is applied to are no longer distributed as at training, in two looks in a row at %d rows or more; %s."
                                .formatted(model.target(), DRIFT_ROWS, season)),
                rule(
                        jobId,
                        model,
                        "prediction drift",
                        drift(RuleCondition.DriftSubject.PREDICTIONS),
                        Severity.MEDIUM,
                        "The predictions of %s are no longer distributed as at training, in two looks in a row at %d rows or more; %s."
                                .formatted(model.target(), DRIFT_ROWS, season)),
                rule(
                        jobId,
                        model,
                        "performance",
                        new RuleCondition.Performance(
                                model.classes() ? "accuracy" : "mae",
                                RuleCondition.Performance.DEFAULT_DROP_PERCENT,
                                PERFORMANCE_SIGNIFICANCE,
                                RuleCondition.Performance.DEFAULT_WINDOW_ROWS,
                                RuleCondition.Performance.DEFAULT_MINIMUM_ROWS),
                        Severity.HIGH,
                        "The model of %s answers worse than on the held-out rows of its training, by %.0f %% and more than chance, over the newest %d rows whose truth is known."
                                .formatted(
                                        model.target(),
                                        RuleCondition.Performance.DEFAULT_DROP_PERCENT,
                                        RuleCondition.Performance.DEFAULT_WINDOW_ROWS)));
    }

    /** The drift rule of a model. */
    public static RuleCondition.Drift drift(final RuleCondition.DriftSubject subject) {
        return new RuleCondition.Drift(
                subject,
                List.of(),
                DISTANCE,
                STABILITY_INDEX,
                DRIFT_SIGNIFICANCE,
                DRIFT_ROWS,
                LOOKS,
                RuleCondition.ReferenceSeason.AUTO);
    }

    /** Of the target and not of the model: the rule goes on when a new version of the model becomes the champion. */
    private static MonitoringRule rule(
            final String jobId,
            final WatchedModel model,
            final String kind,
            final RuleCondition condition,
            final Severity severity,
            final String description) {
        return new MonitoringRule(
                Identities.of("rule", model.ontologyId(), model.target(), kind),
                jobId,
                model.ontologyId(),
                null,
                model.target(),
                condition,
                severity,
                description,
                true);
    }
}
