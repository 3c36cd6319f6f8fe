/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.training.table.TableColumn;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Columns that are filled for some outcomes only: a date of death, a reason for leaving, the amount of a claim. */
final class OutcomeGaps {
    private static final int FEWEST_ROWS = 10;

    /** Exceptions among the rows of an outcome, since people type. */
    private static final double MOST_EXCEPTIONS = 0.01;

    /** Share of the rows from which one number (mostly zero) is an outcome of its own. */
    private static final double SPIKE = 0.1;

    private OutcomeGaps() {}

    /** How the column is filled or missing, in words; empty where the outcome does not decide it. */
    static Optional<String> of(final TargetRows target, final TableColumn column) {
        final Map<Double, int[]> presentAndMissing = new HashMap<>();
        final double spike = target.isClassification() ? Double.NaN : spike(target);
        if (!target.isClassification() && Double.isNaN(spike)) {
            return Optional.empty();
        }

        for (int index = 0; index < target.count(); index++) {
            final double label = target.labels()[index];
            final double outcome = target.isClassification() ? label : label == spike ? 1 : 0;
            presentAndMissing
                    .computeIfAbsent(outcome, any -> new int[2])[column.isNull(target.rows()[index]) ? 1 : 0]++;
        }

        int present = 0;
        int missing = 0;
        for (final int[] counts : presentAndMissing.values()) {
            final int rows = counts[0] + counts[1];
            if (Math.min(counts[0], counts[1]) > MOST_EXCEPTIONS * rows) {
                return Optional.empty();
            }

            present += counts[0] > counts[1] ? rows : 0;
            missing += counts[1] >= counts[0] ? rows : 0;
        }

        if (present < FEWEST_ROWS || missing < FEWEST_ROWS) {
            return Optional.empty();
        }

        return Optional.of("filled or missing");
    }

    /** The value that is repeated most; NaN where none is repeated often. */
    private static double spike(final TargetRows target) {
        final Map<Double, Integer> counts = new HashMap<>();
        for (final double label : target.labels()) {
            counts.merge(label, 1, Integer::sum);
        }

        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(entry -> entry.getValue() >= SPIKE * target.count())
                .map(Map.Entry::getKey)
                .orElse(Double.NaN);
    }
}
