/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.UntrainableException;
import io.nifimimir.training.evaluation.RowGroups;
import io.nifimimir.training.feature.NameHints;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the column that names what several rows are about, where it matters: rows of one entity are more alike in the target than rows
 * of different ones (intraclass correlation, Fisher 1925).
 */
final class GroupFinder {
    private static final int FEWEST_GROUPS = 15;

    /** Rows to a group, on average. */
    private static final double FEWEST_ROWS_PER_GROUP = 1.8;

    private static final double ALIKE = 0.1;

    /** Standard errors by which the correlation must differ from none. */
    private static final double SIGNIFICANT = 3;

    private final TrainingTable table;
    private final int[] rows;
    private final double[] values;
    private final ModelTask task;

    /** @param values of these rows: what stands for a class, or a number */
    GroupFinder(final TrainingTable table, final int[] rows, final double[] values, final ModelTask task) {
        this.table = table;
        this.rows = rows;
        this.values = values;
        this.task = task;
    }

    Optional<RowGroups> find(final String target, final ColumnRoles roles) {
        return switch (roles.groups()) {
            case NONE -> Optional.empty();
            case BY_COLUMN -> Optional.of(given(roles.groupColumn()));
            case DETECT ->
                table.columns().stream()
                        .filter(column -> !column.name().equals(target) && NameHints.isEntity(column.name()))
                        .flatMap(column -> groups(column).stream())
                        .findFirst();
        };
    }

    private RowGroups given(final String name) {
        return new RowGroups(
                table.findColumn(name)
                        .orElseThrow(() ->
                                new UntrainableException("There is no column %s to group rows by".formatted(name))),
                true,
                "as the group column says");
    }

    private Optional<RowGroups> groups(final TableColumn column) {
        final List<int[]> groups = new RowGroups(column, false, "").of(rows);
        if (groups.size() < FEWEST_GROUPS || rows.length < FEWEST_ROWS_PER_GROUP * groups.size()) {
            return Optional.empty();
        }

        final double correlation = intraclassCorrelation(groups);
        final double error = Math.sqrt(2.0 / groups.size()) * groups.size() / rows.length;
        return correlation >= Math.max(ALIKE, SIGNIFICANT * error)
                ? Optional.of(new RowGroups(
                        column,
                        false,
                        Sentences.of(
                                "%,d of them have %,d rows, which are alike in the target: intraclass correlation %.2f",
                                groups.size(), rows.length, correlation)))
                : Optional.empty();
    }

    /** Of classes, over the indicators of all of them. */
    private double intraclassCorrelation(final List<int[]> groups) {
        final double[] kinds = task == ModelTask.CLASSIFICATION
                ? Arrays.stream(values).distinct().toArray()
                : new double[] {Double.NaN};
        double between = 0;
        double within = 0;
        for (final double kind : kinds) {
            final double[] indicators = task == ModelTask.CLASSIFICATION
                    ? Arrays.stream(values).map(value -> value == kind ? 1 : 0).toArray()
                    : values;
            final double mean = Arrays.stream(indicators).average().orElse(0);
            for (final int[] group : groups) {
                final double groupMean = Arrays.stream(group)
                        .mapToDouble(position -> indicators[position])
                        .average()
                        .orElse(0);
                between += group.length * (groupMean - mean) * (groupMean - mean);
                within += Arrays.stream(group)
                        .mapToDouble(
                                position -> (indicators[position] - groupMean) * (indicators[position] - groupMean))
                        .sum();
            }
        }

        final double rowsPerGroup = (double) rows.length / groups.size();
        final double meanBetween = between / (groups.size() - 1);
        final double meanWithin = within / (rows.length - groups.size());
        final double all = meanBetween + (rowsPerGroup - 1) * meanWithin;
        return all > 0 ? (meanBetween - meanWithin) / all : 0;
    }
}
