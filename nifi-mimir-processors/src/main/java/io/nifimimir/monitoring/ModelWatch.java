/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.drift.DriftCriteria;
import io.nifimimir.monitoring.drift.DriftJudgement;
import io.nifimimir.monitoring.drift.LookedWindows;
import io.nifimimir.monitoring.drift.LossReference;
import io.nifimimir.monitoring.drift.LossTally;
import io.nifimimir.monitoring.drift.LossWindow;
import io.nifimimir.monitoring.drift.PerformanceJudgement;
import io.nifimimir.monitoring.drift.ReferenceProfile;
import io.nifimimir.monitoring.drift.RowScore;
import io.nifimimir.monitoring.drift.RowWindow;
import io.nifimimir.monitoring.drift.SeasonPart;
import io.nifimimir.monitoring.drift.WindowComparison;
import io.nifimimir.monitoring.rule.RuleCondition;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gathers the rows that a model was applied to for each rule that watches it, until there are as many as the rule asks for, and then looks
 * at them. What a rule has gathered outlives a restart.
 */
public final class ModelWatch {
    private final ModelWatchRepository repository;

    private final Clock clock;

    public ModelWatch(final ModelWatchRepository repository, final Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * Counts rows. To be called in a transaction, which makes rows and what came of them one.
     *
     * @param key names the rows; the same for a repetition, which changes nothing
     */
    public Counted count(
            final String key, final WatchedModel model, final ReferenceProfile reference, final RowWindow rows) {
        final List<RowLook> looks = new ArrayList<>();
        final Map<String, String> errors = new TreeMap<>();
        if (repository.beginCounting(key, rows.rows(), clock.instant())) {
            for (final MonitoringRule rule : repository.rowRules(model.ontologyId())) {
                if (rule.metricName().equals(model.target())) {
                    try {
                        count(rule, model, reference, rows).ifPresent(looks::add);
                    } catch (final IllegalArgumentException e) {
                        errors.put(rule.id(), e.getMessage());
                    }
                }
            }
        }
        return new Counted(looks, errors);
    }

    /**
     * What came of rows.
     *
     * @param looks that they brought about
     * @param ruleErrors rules that do not fit the model, with the reason; the others have counted the rows all the same
     */
    public record Counted(List<RowLook> looks, Map<String, String> ruleErrors) {
        public Counted {
            looks = List.copyOf(looks);
            ruleErrors = Map.copyOf(ruleErrors);
        }
    }

    private Optional<RowLook> count(
            final MonitoringRule rule,
            final WatchedModel model,
            final ReferenceProfile reference,
            final RowWindow rows) {
        return switch (rule.condition()) {
            case RuleCondition.Drift drift -> drift(rule, drift, model, reference, rows);
            case RuleCondition.Performance performance -> performance(rule, performance, model, reference, rows);
            default -> Optional.empty();
        };
    }

    private Optional<RowLook> drift(
            final MonitoringRule rule,
            final RuleCondition.Drift condition,
            final WatchedModel model,
            final ReferenceProfile reference,
            final RowWindow rows) {
        final LookedWindows windows = known(rule, model, RowWindow.VERSION, LookedWindows.VERSION)
                .map(known -> LookedWindows.ofBytes(known.version(), known.data()))
                .orElseGet(() -> LookedWindows.empty(reference))
                .plus(rows);
        final boolean enough = windows.gathered().rows() >= condition.rows();
        save(rule, model, LookedWindows.VERSION, (enough ? windows.afterLook(reference) : windows).toBytes());
        if (!enough) {
            return Optional.empty();
        }
        final DriftJudgement judgement =
                new WindowComparison(reference, criteria(condition)).judge(windows.gathered(), windows.looked());
        return Optional.of(look(rule, model, judgement.drifted(), judgement.largestIndex(), judgement.toJson()));
    }

    private static DriftCriteria criteria(final RuleCondition.Drift condition) {
        final SeasonPart season = switch (condition.season()) {
            case AUTO -> null;
            case NONE -> SeasonPart.NONE;
            case HOUR_OF_DAY -> SeasonPart.HOUR_OF_DAY;
            case DAY_OF_WEEK -> SeasonPart.DAY_OF_WEEK;
            case MONTH_OF_YEAR -> SeasonPart.MONTH_OF_YEAR;
        };
        return new DriftCriteria(
                condition.of() == RuleCondition.DriftSubject.PREDICTIONS,
                Set.copyOf(condition.columns()),
                season,
                condition.minimumDistance(),
                condition.minimumStabilityIndex(),
                condition.significance());
    }

    private Optional<RowLook> performance(
            final MonitoringRule rule,
            final RuleCondition.Performance condition,
            final WatchedModel model,
            final ReferenceProfile reference,
            final RowWindow rows) {
        final RowScore score = scoreOf(condition, model);
        final LossTally losses = rows.losses().get(score.wireName());
        final LossReference expected = reference.losses().get(score.wireName());
        if (losses == null || expected == null) {
            return Optional.empty();
        }
        final LossWindow gathered = known(rule, model, LossWindow.VERSION)
                .map(known -> LossWindow.ofBytes(known.data()))
                .orElse(LossWindow.EMPTY)
                .plus(losses);
        final boolean enough = gathered.hasEnough(condition.minimumRows());
        final LossWindow left = enough ? gathered.look(condition.windowRows()) : gathered;
        save(rule, model, LossWindow.VERSION, left.toBytes());
        if (!enough) {
            return Optional.empty();
        }
        final PerformanceJudgement judgement = PerformanceJudgement.of(score, expected, left.sumOfLooked());
        final boolean breached = judgement.isWorse(condition.maximumDropPercent(), condition.significance());
        return Optional.of(look(rule, model, breached, judgement.score(), judgement.toJson()));
    }

    /** Without a name, the one that candidates are compared by at training. */
    private static RowScore scoreOf(final RuleCondition.Performance condition, final WatchedModel model) {
        if (condition.score() != null) {
            return RowScore.ofWireName(condition.score());
        }
        return model.classes() ? RowScore.LOG_LOSS : RowScore.ROOT_MEAN_SQUARED_ERROR;
    }

    private Optional<GatheredRows> known(
            final MonitoringRule rule, final WatchedModel model, final Integer... versions) {
        return repository
                .gathered(rule.id())
                .filter(known ->
                        known.modelId().equals(model.id()) && List.of(versions).contains(known.version()));
    }

    private void save(final MonitoringRule rule, final WatchedModel model, final int version, final byte[] data) {
        repository.saveGathered(new GatheredRows(rule.id(), model.id(), version, data), clock.instant());
    }

    /** Looks are points of a course: none may come before the one that is there, whatever the clock says. */
    private RowLook look(
            final MonitoringRule rule,
            final WatchedModel model,
            final boolean breached,
            final double value,
            final String finding) {
        final Instant now = Instant.ofEpochMilli(clock.millis());
        final Instant at = repository.looks(rule.id(), 1).stream()
                .map(last -> last.at().plusMillis(1))
                .filter(next -> next.isAfter(now))
                .findFirst()
                .orElse(now);
        final RowLook look = new RowLook(rule.id(), at, model.id(), breached, value, finding);
        repository.saveLook(look);
        return look;
    }
}
