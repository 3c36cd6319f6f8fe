/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.ForecastSelection.Skill;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Forecasters of one series against each other.
 *
 * @param tried the baselines first: naive, then seasonal naive where there is a season
 * @param scale what errors are divided by for a MASE
 */
record Championship(BacktestPlan plan, List<BacktestErrors> tried, int baselines, double scale) {

    /** The better of naive and seasonal naive, on all origins. */
    BacktestErrors baseline() {
        return best(tried.subList(0, baselines), plan.groups(), plan.length());
    }

    /** The best that is certain to lead over the baseline; else the baseline. */
    BacktestErrors leader() {
        return leader(plan.groups(), plan.length());
    }

    /** @param known index of the first value that was not known */
    private BacktestErrors leader(final int groups, final int known) {
        final BacktestErrors baseline = best(tried.subList(0, baselines), groups, known);
        final double[] baselineErrors = baseline.groupMeans(groups, known);
        final List<BacktestErrors> ahead = tried.stream()
                .filter(errors -> !errors.name().equals(baseline.name()))
                .filter(errors -> Lead.of(errors.groupMeans(groups, known), baselineErrors)
                        .certain())
                .toList();
        return ahead.isEmpty() ? baseline : best(ahead, groups, known);
    }

    private static BacktestErrors best(final List<BacktestErrors> candidates, final int groups, final int known) {
        return candidates.stream()
                .min(Comparator.comparingDouble(errors -> Arrays.stream(errors.groupMeans(groups, known))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.POSITIVE_INFINITY)))
                .orElseThrow();
    }

    double[] groupMase(final BacktestErrors errors) {
        return Arrays.stream(errors.groupMeans(plan.groups(), plan.length()))
                .map(error -> error / scale)
                .filter(Double::isFinite)
                .toArray();
    }

    /** The later groups one after another, each by whoever led on what was known before it; empty where there is but one group. */
    Optional<Skill> skill(final double level) {
        final int first = Math.max(1, plan.groups() / 2);
        final int rounds = plan.groups() - first;
        if (rounds < 1 || !(scale > 0)) {
            return Optional.empty();
        }

        final BacktestErrors naive = baseline();
        final BacktestErrors seasonalNaive = tried.get(Math.min(1, baselines - 1));
        final double[] mase = new double[rounds];
        final double[] naiveMase = new double[rounds];
        final double[] seasonalNaiveMase = new double[rounds];
        final double[] smape = new double[rounds];
        final Coverage coverage = new Coverage(level);
        for (int round = 0; round < rounds; round++) {
            final int group = first + round;
            final int known = plan.startOf(group);
            final BacktestErrors leader = leader(group, known);
            mase[round] = leader.meanAbsolute(group) / scale;
            naiveMase[round] = naive.meanAbsolute(group) / scale;
            seasonalNaiveMase[round] = seasonalNaive.meanAbsolute(group) / scale;
            smape[round] = leader.meanSymmetric(group);
            coverage.add(leader, group, known);
        }

        return Optional.of(new Skill(
                mase,
                naiveMase,
                seasonalNaiveMase,
                Arrays.stream(smape).filter(Double::isFinite).average().orElse(Double.NaN),
                coverage.share()));
    }
}
