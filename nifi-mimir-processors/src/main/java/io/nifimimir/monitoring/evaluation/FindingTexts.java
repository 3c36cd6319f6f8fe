/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.drift.DriftFinding;
import io.nifimimir.monitoring.drift.DriftFinding.Example;
import io.nifimimir.monitoring.series.ExpectedRange;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A change of a column in words, with the values and rows that make it. */
final class FindingTexts {
    private FindingTexts() {}

    /** {@code rainfall_mm: median 31, at training 12 (PSI 0.84; such as 84.2 in row 17 of may.csv)}. */
    static String describe(final DriftFinding finding) {
        return switch (finding.change()) {
            case NUMBERS ->
                "%s: median %s, at training %s (PSI %s%s)"
                        .formatted(
                                finding.column(),
                                ExpectedRange.formatNumber(finding.seen()),
                                ExpectedRange.formatNumber(finding.expected()),
                                index(finding),
                                rows(finding.examples()));
            case LEVELS -> "%s: %s (PSI %s)".formatted(finding.column(), levels(finding.examples()), index(finding));
            case NEW_VALUES ->
                "%s: %s of the rows have values that training never saw%s"
                        .formatted(finding.column(), percent(finding.seen()), newValues(finding.examples()));
            case MISSING ->
                "%s: missing in %s of the rows, at training %s%s"
                        .formatted(
                                finding.column(),
                                percent(finding.seen()),
                                percent(finding.expected()),
                                finding.examples().isEmpty()
                                        ? ""
                                        : " (such as %s)"
                                                .formatted(finding.examples()
                                                        .getFirst()
                                                        .row()));
        };
    }

    private static String rows(final List<Example> examples) {
        return examples.isEmpty()
                ? ""
                : examples.stream()
                        .map(example -> "%s in %s".formatted(example.value(), example.row()))
                        .collect(Collectors.joining(", ", "; such as ", ""));
    }

    private static String levels(final List<Example> examples) {
        return examples.stream()
                .map(example -> "%s %s, at training %s"
                        .formatted(
                                example.value().isEmpty() ? "rare values" : example.value(),
                                percent(example.share()),
                                percent(example.expectedShare())))
                .collect(Collectors.joining(", "));
    }

    private static String newValues(final List<Example> examples) {
        return examples.isEmpty()
                ? ""
                : examples.stream()
                        .map(example -> "%s in %s".formatted(example.value(), example.row()))
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    private static String index(final DriftFinding finding) {
        return String.format(Locale.ROOT, "%.2f", finding.stabilityIndex());
    }

    private static String percent(final double share) {
        return share > 0 && share < 0.01 ? "less than 1 %" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
