/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.RowLook;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.drift.DriftFinding;
import io.nifimimir.monitoring.drift.DriftJudgement;
import io.nifimimir.monitoring.drift.PerformanceJudgement;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells people what the looks at rows found: which columns, which values, in which rows. */
final class LookTexts {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int COLUMNS_OF_TITLE = 3;

    private static final int FINDINGS_OF_MESSAGE = 5;

    private final RuleCondition.OfRows condition;

    LookTexts(final RuleCondition.OfRows condition) {
        this.condition = condition;
    }

    /** {@code Data of the model of waiting have drifted: ward, age}. */
    String title(final SeriesKey series, final RowLook look) {
        return switch (condition) {
            case RuleCondition.Drift drift
            when drift.of() == RuleCondition.DriftSubject.PREDICTIONS ->
                "Predictions of %s have drifted".formatted(series.metricName());
            case RuleCondition.Drift ignored ->
                "Data of the model of %s have drifted: %s"
                        .formatted(series.metricName(), columns(DriftJudgement.ofJson(look.finding())));
            case RuleCondition.Performance ignored ->
                "The model of %s answers worse than at training".formatted(series.metricName());
        };
    }

    private static String columns(final DriftJudgement judgement) {
        final List<String> columns = judgement.findings().stream()
                .map(DriftFinding::column)
                .distinct()
                .toList();
        final String named = columns.stream().limit(COLUMNS_OF_TITLE).collect(Collectors.joining(", "));
        return columns.size() > COLUMNS_OF_TITLE
                ? "%s and %d more".formatted(named, columns.size() - COLUMNS_OF_TITLE)
                : named;
    }

    String expected(final RowLook look) {
        return switch (condition) {
            case RuleCondition.Drift ignored -> "distributed as at training";
            case RuleCondition.Performance ignored -> {
                final PerformanceJudgement judgement = PerformanceJudgement.ofJson(look.finding());
                yield "%s about %s".formatted(judgement.name().wireName(), number(judgement.expected()));
            }
        };
    }

    /** @param looks that found it so far */
    String message(final SeriesKey series, final RowLook look, final Instant since, final long looks) {
        return switch (condition) {
            case RuleCondition.Drift drift -> {
                final DriftJudgement judgement = DriftJudgement.ofJson(look.finding());
                yield "%s are no longer as at training (%s since %s UTC, %,d rows in the last look). %s"
                        .formatted(
                                subject(series, drift),
                                looks(looks),
                                MINUTE.format(since),
                                judgement.rows(),
                                judgement.findings().stream()
                                        .limit(FINDINGS_OF_MESSAGE)
                                        .map(FindingTexts::describe)
                                        .collect(Collectors.joining("; ")));
            }
            case RuleCondition.Performance ignored -> {
                final PerformanceJudgement judgement = PerformanceJudgement.ofJson(look.finding());
                yield "%s of the model of %s, %s, is %s (95 %% interval %s to %s, %,d rows whose truth is known), expected %s as at training (%s since %s UTC)"
                        .formatted(
                                judgement.name().wireName(),
                                series.metricName(),
                                series.ontologyId(),
                                number(judgement.score()),
                                number(judgement.lower()),
                                number(judgement.upper()),
                                judgement.rows(),
                                number(judgement.expected()),
                                looks(looks),
                                MINUTE.format(since));
            }
        };
    }

    String resolved(final Alert alert, final RowLook look, final Instant resolvedAt) {
        return switch (condition) {
            case RuleCondition.Drift drift ->
                "%s are again as at training (drifted from %s to %s UTC, %s; %,d rows in the last look)"
                        .formatted(
                                subject(alert.series(), drift),
                                MINUTE.format(alert.since()),
                                MINUTE.format(resolvedAt),
                                looks(alert.occurrences()),
                                DriftJudgement.ofJson(look.finding()).rows());
            case RuleCondition.Performance ignored -> {
                final PerformanceJudgement judgement = PerformanceJudgement.ofJson(look.finding());
                yield "%s of the model of %s, %s, is back to %s (worse from %s to %s UTC, %s; expected %s)"
                        .formatted(
                                judgement.name().wireName(),
                                alert.series().metricName(),
                                alert.series().ontologyId(),
                                number(judgement.score()),
                                MINUTE.format(alert.since()),
                                MINUTE.format(resolvedAt),
                                looks(alert.occurrences()),
                                number(judgement.expected()));
            }
        };
    }

    private static String subject(final SeriesKey series, final RuleCondition.Drift drift) {
        final String pattern = drift.of() == RuleCondition.DriftSubject.PREDICTIONS
                ? "Predictions of %s, %s,"
                : "The data that the model of %s, %s, is applied to";
        return pattern.formatted(series.metricName(), series.ontologyId());
    }

    private static String number(final double number) {
        return ExpectedRange.formatNumber(number);
    }

    private static String looks(final long count) {
        return count == 1 ? "1 look" : count + " looks";
    }
}
