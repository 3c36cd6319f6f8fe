/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.monitoring.drift.ColumnBins;
import io.nifimimir.monitoring.drift.ColumnReference;
import io.nifimimir.monitoring.drift.ReferenceProfile;
import io.nifimimir.monitoring.drift.ReferenceRows;
import io.nifimimir.monitoring.drift.RowScore;
import io.nifimimir.monitoring.drift.RowTally;
import io.nifimimir.monitoring.drift.RowWindow;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.Prediction;
import io.nifimimir.training.table.Cells;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One champion on its way through a dataset: what it predicts is counted with the values that it predicts from, and with the truth where that is there. */
final class WatchedScoring {
    private static final int NONE = -1;

    private final LoadedModel model;
    private final ModelScorer scorer;
    private final ReferenceProfile reference;
    private final RowTally tally;
    private final List<Column> columns;
    private final List<String> names;
    /** By feature of the reference. */
    private final int[] indexes;

    private final int timeIndex;
    private final int targetIndex;

    /** @param source names the dataset in messages */
    WatchedScoring(
            final LoadedModel model,
            final ReferenceProfile reference,
            final DatasetHeader header,
            final String source) {
        this.model = model;
        this.scorer = model.scorer();
        this.reference = reference;
        this.tally = new RowTally(reference, source);
        this.columns = header.columns();
        this.names = columns.stream().map(Column::name).toList();
        this.indexes = reference.features().stream()
                .mapToInt(feature -> names.indexOf(feature.name()))
                .toArray();
        this.timeIndex = indexOf(reference.timeColumn(), DataType.DATETIME);
        this.targetIndex = indexOf(model.entry().target(), scorer.targetType());
    }

    private int indexOf(final String name, final DataType type) {
        return IntStream.range(0, names.size())
                .filter(index ->
                        names.get(index).equals(name) && columns.get(index).dataType() == type)
                .findFirst()
                .orElse(NONE);
    }

    LoadedModel model() {
        return model;
    }

    ModelEntry entry() {
        return model.entry();
    }

    ReferenceProfile reference() {
        return reference;
    }

    RowWindow counted() {
        return tally.window();
    }

    void score(final List<Object[]> rows) {
        final List<Prediction> predictions = scorer.predict(names, rows);
        for (int row = 0; row < rows.size(); row++) {
            count(rows.get(row), predictions.get(row));
        }
    }

    private void count(final Object[] row, final Prediction prediction) {
        tally.beginRow(time(row));
        for (int feature = 0; feature < indexes.length; feature++) {
            final Object cell = indexes[feature] == NONE ? null : row[indexes[feature]];
            count(feature, indexes[feature] == NONE ? null : columns.get(indexes[feature]), cell);
        }
        if (reference.prediction() != null) {
            countPrediction(indexes.length, prediction);
        }
        final Optional<Double> confidence =
                Optional.ofNullable(prediction.label()).map(prediction.probabilities()::get);
        confidence.ifPresent(tally::confidence);
        if (targetIndex != NONE && row[targetIndex] != null) {
            scorer.losses(prediction, row[targetIndex])
                    .forEach((score, loss) -> tally.loss(RowScore.ofWireName(score), loss));
        }
    }

    private long time(final Object[] row) {
        final double seconds = timeIndex == NONE ? Double.NaN : Cells.number(DataType.DATETIME, row[timeIndex]);
        return Double.isNaN(seconds) ? ReferenceRows.NO_TIME : ModelReferences.epochSecond(seconds);
    }

    private void count(final int feature, final Column column, final Object cell) {
        final ColumnReference expected = reference.features().get(feature);
        if (expected.bins() instanceof ColumnBins.Numbers) {
            tally.number(feature, column == null ? Double.NaN : Cells.number(column.dataType(), cell));
        } else {
            tally.level(feature, column == null || cell == null ? null : label(column.dataType(), cell));
        }
    }

    private static String label(final DataType type, final Object cell) {
        return type == DataType.STRING ? Cells.text(cell) : Cells.label(type, Cells.number(type, cell));
    }

    private void countPrediction(final int position, final Prediction prediction) {
        if (prediction.label() == null) {
            tally.number(position, prediction.value());
        } else {
            tally.level(position, prediction.label());
        }
    }
}
