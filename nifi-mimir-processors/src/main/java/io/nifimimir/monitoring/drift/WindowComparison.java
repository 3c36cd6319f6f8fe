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
import java.util.stream.IntStream;

/** Compares rows with what a model has learnt from, column by column, and corrects for the number of looks. */
public final class WindowComparison {
    /** More than these no message can name. */
    private static final int MOST_FINDINGS = 50;

    /** Probability of as much by chance, up to which rows speak for a change that others have shown. */
    private static final double SPEAKS_FOR_IT = 0.05;

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
        return judge(window, List.of());
    }

    /**
     * Judges the rows of a look by themselves, and together with those of the looks before it: a small change that a single look cannot tell
     * from chance adds up. The probability of a false finding is shared out between both. Together they must be as sure as two looks in a row
     * would be, and the newest rows must speak for the change as well, so that what is over is soon seen to be over.
     *
     * @param earlier rows of the looks before, the newest last
     */
    public DriftJudgement judge(final RowWindow window, final List<RowWindow> earlier) {
        final double significance = criteria.significance() / 2;
        final List<DriftFinding> tests = tests(window);
        final List<DriftFinding> findings = new ArrayList<>(met(tests, significance));
        long rows = window.rows();
        if (!earlier.isEmpty()) {
            final RowWindow together =
                    earlier.stream().reduce(RowWindow::plus).orElseThrow().plus(window);
            final List<DriftFinding> added = met(tests(together), significance * significance).stream()
                    .filter(finding -> findings.stream().noneMatch(finding::isOfTheSame))
                    .filter(finding -> tests.stream()
                            .anyMatch(test -> finding.isOfTheSame(test) && test.pValue() <= SPEAKS_FOR_IT))
                    .toList();
            findings.addAll(added);
            rows = added.isEmpty() ? rows : together.rows();
        }
        return new DriftJudgement(
                rows,
                tests.size(),
                tests.stream().mapToDouble(DriftFinding::stabilityIndex).max().orElse(0),
                findings.stream()
                        .sorted(Comparator.comparingDouble(DriftFinding::stabilityIndex)
                                .reversed())
                        .limit(MOST_FINDINGS)
                        .toList());
    }

    /** Each test with its p-value as it stands alone. */
    private List<DriftFinding> tests(final RowWindow window) {
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
        return tests;
    }

    private List<DriftFinding> met(final List<DriftFinding> tests, final double significance) {
        final double[] corrected = MultipleTests.holm(
                tests.stream().mapToDouble(DriftFinding::pValue).toArray());
        return IntStream.range(0, corrected.length)
                .mapToObj(index -> tests.get(index).corrected(corrected[index]))
                .filter(finding -> finding.pValue() <= significance && criteria.isLargeEnough(finding))
                .toList();
    }

    private boolean isLookedAt(final int index, final ColumnReference column) {
        final boolean feature = index < reference.features().size();
        return criteria.predictions()
                ? !feature
                : feature && (criteria.columns().isEmpty() || criteria.columns().contains(column.name()));
    }
}
