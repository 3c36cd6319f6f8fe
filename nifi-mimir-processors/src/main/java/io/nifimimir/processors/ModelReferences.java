/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.monitoring.drift.ColumnReference;
import io.nifimimir.monitoring.drift.LossReference;
import io.nifimimir.monitoring.drift.ReferenceProfile;
import io.nifimimir.monitoring.drift.ReferenceRows;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.UnseenPredictions;
import io.nifimimir.training.table.Cells;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the reference of a model from the table that it has learnt from, for the rows to come to be compared with. */
final class ModelReferences {
    private static final double LEAST_CERTAIN = 0.05;

    private static final double MILLISECONDS = 1_000;

    private final TrainingTable table;

    private final Optional<NumberColumn> time;

    private final ReferenceRows rows;

    ModelReferences(final TrainingTable table) {
        this.table = table;
        this.time = timeColumn(table.header()).flatMap(table::findColumn).map(NumberColumn.class::cast);
        this.rows = ReferenceRows.of(table.rowCount(), this::epochSecond);
    }

    /** The column that says when a row is from: that of the time series, else the only datetime. */
    static Optional<String> timeColumn(final DatasetHeader header) {
        final List<String> datetimes = header.columns().stream()
                .filter(column -> column.dataType() == DataType.DATETIME)
                .map(column -> column.name())
                .toList();
        final Optional<String> ofSeries =
                header.findTimeSeries().map(series -> series.dateColumn()).filter(datetimes::contains);
        return ofSeries.isPresent() || datetimes.size() != 1 ? ofSeries : Optional.of(datetimes.getFirst());
    }

    private long epochSecond(final int row) {
        return time.filter(column -> !column.isNull(row))
                .map(column -> epochSecond(column.value(row)))
                .orElse(ReferenceRows.NO_TIME);
    }

    /** @param seconds since 1970, with fractions, as {@link Cells#number} gives them */
    static long epochSecond(final double seconds) {
        return Math.floorDiv(Cells.epochMillis(seconds), (long) MILLISECONDS);
    }

    /** Empty for a model of which it is not known what it says of rows that it has not seen, such as a forecast. */
    Optional<ReferenceProfile> of(final ModelCandidate candidate) {
        final UnseenPredictions unseen = candidate.unseen();
        if (unseen == null || unseen.rows().length == 0) {
            return Optional.empty();
        }
        final List<ColumnReference> features = new ArrayList<>();
        for (final String name : candidate.provenance().columns()) {
            table.findColumn(name)
                    .filter(column -> isComparable(column.type()))
                    .ifPresent(column -> features.add(feature(column)));
        }
        final Map<String, LossReference> losses = new TreeMap<>();
        unseen.heldOutLosses().forEach((score, ofRows) -> losses.put(score, LossReference.of(ofRows)));
        return Optional.of(new ReferenceProfile(
                time.map(NumberColumn::name).orElse(null),
                features,
                prediction(candidate.artifact().target(), unseen),
                lowConfidence(unseen),
                losses));
    }

    /** Time goes on: a datetime of now is never like those at training. */
    static boolean isComparable(final DataType type) {
        return type != DataType.DATETIME;
    }

    private ColumnReference feature(final TableColumn column) {
        return column instanceof final NumberColumn numbers && column.type() == DataType.NUMERIC
                ? ColumnReference.ofNumbers(column.name(), numbers::value, rows)
                : ColumnReference.ofLevels(column.name(), column::label, rows);
    }

    private ColumnReference prediction(final String target, final UnseenPredictions unseen) {
        final String name = "prediction of " + target;
        final ReferenceRows predicted =
                ReferenceRows.of(unseen.rows().length, index -> epochSecond(unseen.rows()[index]));
        return unseen.classes().isEmpty()
                ? ColumnReference.ofNumbers(name, index -> unseen.predicted()[index], predicted)
                : ColumnReference.ofLevels(
                        name, index -> unseen.classes().get((int) unseen.predicted()[index]), predicted);
    }

    private static Double lowConfidence(final UnseenPredictions unseen) {
        if (unseen.confidences().length == 0) {
            return null;
        }
        final double[] sorted = unseen.confidences().clone();
        Arrays.sort(sorted);
        return sorted[(int) (LEAST_CERTAIN * sorted.length)];
    }
}
