/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares rows with what a model has learnt from, column by column, and corrects for the number of looks. */
public final class WindowComparison {
    /** More than these no message can name. */
    private static final int MOST_FINDINGS = 50;

    private final ReferenceProfile reference;

    private final DriftCriteria criteria;

    /** @throws IllegalArgumentException where the criteria name a column that the model does not use */
    public WindowComparison(final ReferenceProfile reference, final DriftCriteria criteria) {
        this.reference = reference;
        this.criteria = criteria;
        final Set<String> unknown = new TreeSet<>(criteria.columns());
        reference.features().forEach(column -> unknown.remove(column.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The model does not use the columns %s, expected of %s"
                    .formatted(
                            unknown,
                            reference.features().stream()
                                    .map(ColumnReference::name)
                                    .toList()));
        }
    }

    public DriftJudgement judge(final RowWindow window) {
        final List<DriftFinding> tests = new ArrayList<>();
        final List<ColumnReference> columns = reference.columns();
        for (int index = 0; index < columns.size(); index++) {
            if (isLookedAt(index, columns.get(index))) {
                new ColumnComparison(
                                columns.get(index),
                                columns.get(index).seasonal(criteria.season()),
                                window.columns().get(index),
                                window)
                        .addTo(tests);
            }
        }
        final double[] corrected = MultipleTests.holm(
                tests.stream().mapToDouble(DriftFinding::pValue).toArray());
        final List<DriftFinding> findings = new ArrayList<>();
        for (int index = 0; index < corrected.length; index++) {
            findings.add(tests.get(index).corrected(corrected[index]));
        }
        return new DriftJudgement(
                window.rows(),
                tests.size(),
                tests.stream().mapToDouble(DriftFinding::stabilityIndex).max().orElse(0),
                findings.stream()
                        .filter(criteria::isMet)
                        .sorted(Comparator.comparingDouble(DriftFinding::stabilityIndex)
                                .reversed())
                        .limit(MOST_FINDINGS)
                        .toList());
    }

    private boolean isLookedAt(final int index, final ColumnReference column) {
        final boolean feature = index < reference.features().size();
        return criteria.predictions()
                ? !feature
                : feature && (criteria.columns().isEmpty() || criteria.columns().contains(column.name()));
    }
}
