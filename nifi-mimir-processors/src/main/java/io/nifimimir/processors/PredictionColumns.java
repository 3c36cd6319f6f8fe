/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.Prediction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The columns that a model adds to a table. Where one of the names is taken, as it is where a second model is applied, all of them begin with
 * the name of the target.
 */
final class PredictionColumns {
    private final ModelEntry entry;
    private final List<String> classes;
    private final boolean classification;
    private final boolean interval;
    private final List<Added> columns;

    /** @param type of the column in a dataset */
    record Added(String name, DataType type) {}

    /** @param classColumns whether each class has a column with its probability */
    PredictionColumns(
            final ModelEntry entry,
            final ModelScorer scorer,
            final Collection<String> taken,
            final boolean classColumns) {
        this.entry = entry;
        classification = scorer.task() == ModelTask.CLASSIFICATION;
        interval = scorer.hasInterval();
        classes = classColumns ? scorer.classes() : List.of();
        String prefix = "";
        int attempt = 1;
        while (isTaken(named(prefix), taken)) {
            prefix = entry.target() + (attempt == 1 ? "_" : "_" + attempt + "_");
            attempt++;
        }
        columns = named(prefix);
    }

    private static boolean isTaken(final List<Added> wanted, final Collection<String> taken) {
        return wanted.stream().map(Added::name).anyMatch(taken::contains);
    }

    private List<Added> named(final String prefix) {
        final List<Added> named = new ArrayList<>();
        named.add(new Added(prefix + "prediction", classification ? DataType.STRING : DataType.NUMERIC));
        if (classification) {
            named.add(new Added(prefix + "prediction_probability", DataType.NUMERIC));
        }
        if (interval) {
            named.add(new Added(prefix + "prediction_lower", DataType.NUMERIC));
            named.add(new Added(prefix + "prediction_upper", DataType.NUMERIC));
        }
        classes.forEach(name -> named.add(new Added(prefix + "prediction_probability_" + name, DataType.NUMERIC)));
        named.add(new Added(prefix + "model_id", DataType.STRING));
        named.add(new Added(prefix + "model_version", DataType.NUMERIC));
        return named;
    }

    List<Added> columns() {
        return columns;
    }

    /** A cell for each of the columns. */
    Object[] cells(final Prediction prediction) {
        final Object[] cells = new Object[columns.size()];
        int index = 0;
        if (classification) {
            cells[index++] = prediction.label();
            cells[index++] = prediction.probabilities().get(prediction.label());
        } else {
            cells[index++] = prediction.value();
        }
        if (interval) {
            cells[index++] = prediction.lower();
            cells[index++] = prediction.upper();
        }
        for (final String name : classes) {
            cells[index++] = prediction.probabilities().get(name);
        }
        cells[index++] = entry.id();
        cells[index] = (long) entry.version();
        return cells;
    }
}
