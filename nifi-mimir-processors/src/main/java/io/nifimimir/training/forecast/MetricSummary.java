/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.ForecastSelection.CandidateScore;
import io.nifimimir.training.forecast.ForecastSelection.Skill;
import io.nifimimir.training.forecast.MetricForecast.MethodScore;
import io.nifimimir.training.forecast.MetricForecast.MetricSkill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Adds up the series of a metric as they come, each forgotten but for its forecaster and its sums. */
final class MetricSummary {
    private static final int MOST_NOTES = 5;

    private final String metric;
    private final List<SeriesForecast> forecasts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Method> methods = new TreeMap<>();
    private final List<Skill> skills = new ArrayList<>();
    private String reasoning = "";
    private long points;
    private int unthorough;
    private int furtherNotes;

    MetricSummary(final String metric) {
        this.metric = metric;
    }

    private static final class Method {
        private final DoubleSummaryStatistics mase = new DoubleSummaryStatistics();
        private final DoubleSummaryStatistics smape = new DoubleSummaryStatistics();
        private int chosen;
    }

    void note(final String note) {
        if (notes.size() < MOST_NOTES) {
            notes.add(note);
        } else {
            furtherNotes++;
        }
    }

    void add(final RegularSeries series, final ForecastSelection selection, final boolean thorough) {
        forecasts.add(selection.forecast());
        points += series.observedCount();
        unthorough += thorough ? 0 : 1;
        reasoning = selection.reasoning();
        selection.skill().ifPresent(skills::add);
        for (final String note : selection.treatment()) {
            note(series.entity().isEmpty() ? note : series.entity() + ": " + note);
        }

        for (final CandidateScore score : selection.leaderboard()) {
            final Method method = methods.computeIfAbsent(score.method(), name -> new Method());
            if (Double.isFinite(score.mase())) {
                method.mase.accept(score.mase());
                method.smape.accept(score.smape());
            }
        }

        methods.computeIfAbsent(selection.forecast().method(), name -> new Method()).chosen++;
    }

    MetricForecast finish() {
        if (furtherNotes > 0) {
            notes.add(String.format(Locale.ROOT, "and %,d more of the kind", furtherNotes));
        }

        if (unthorough > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "time was up: for %,d of %,d series only the quickest forecasters were tried",
                    unthorough,
                    forecasts.size()));
        }

        final List<MethodScore> leaderboard = methods.entrySet().stream()
                .map(entry -> new MethodScore(
                        entry.getKey(),
                        mean(entry.getValue().mase),
                        mean(entry.getValue().smape),
                        (int) entry.getValue().mase.getCount(),
                        entry.getValue().chosen))
                .sorted(Comparator.comparingInt(MethodScore::chosen).reversed().thenComparingDouble(MethodScore::mase))
                .toList();
        return new MetricForecast(
                new ForecastModel(metric, forecasts), skill(), leaderboard, points, notes, reasoning(leaderboard));
    }

    private static double mean(final DoubleSummaryStatistics statistics) {
        return statistics.getCount() == 0 ? Double.NaN : statistics.getAverage();
    }

    private MetricSkill skill() {
        final double[] mase = groups(Skill::mase);
        final double[] naive = groups(Skill::naiveMase);
        return new MetricSkill(
                mean(Arrays.stream(mase)),
                Lead.standardError(Arrays.stream(mase).filter(Double::isFinite).toArray()),
                mean(Arrays.stream(groups(Skill::seasonalNaiveMase))),
                mean(Arrays.stream(naive)),
                mean(skills.stream().mapToDouble(Skill::smape)),
                mean(skills.stream().mapToDouble(Skill::coverage)),
                skills.size(),
                Lead.of(mase, naive).certain());
    }

    private interface Groups {
        double[] of(Skill skill);
    }

    private double[] groups(final Groups groups) {
        return skills.stream()
                .flatMapToDouble(skill -> Arrays.stream(groups.of(skill)))
                .toArray();
    }

    private static double mean(final DoubleStream values) {
        return values.filter(Double::isFinite).average().orElse(Double.NaN);
    }

    private String reasoning(final List<MethodScore> leaderboard) {
        if (forecasts.size() == 1) {
            return reasoning;
        }

        final List<String> chosen = leaderboard.stream()
                .filter(method -> method.chosen() > 0)
                .map(method -> method.method() + " for " + method.chosen())
                .toList();
        return String.format(Locale.ROOT, "Of %,d series: %s", forecasts.size(), String.join(", ", chosen));
    }
}
