/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.Prediction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The columns that a model adds to a table. Where one of the names is taken, as it is where a second model is applied, all of them begin with
 * the name of the target.
 */
final class PredictionColumns {
    private final LoadedModel model;
    private final PredictionOptions options;
    private final List<String> classes;
    private final boolean classification;
    private final boolean interval;
    private final List<String> contributors;
    private final List<Added> columns;

    /** @param type of the column in a dataset */
    record Added(String name, DataType type) {}

    /** @param taken names that the table has */
    PredictionColumns(final LoadedModel model, final Collection<String> taken, final PredictionOptions options) {
        this.model = model;
        this.options = options;
        final ModelScorer scorer = model.scorer();
        classification = scorer.task() == ModelTask.CLASSIFICATION;
        interval = scorer.hasInterval();
        classes = options.classProbabilities() ? scorer.classes() : List.of();
        contributors = options.contributions() == ContributionsForm.COLUMNS
                ? List.copyOf(scorer.requiredColumns().keySet())
                : List.of();
        String prefix = "";
        int attempt = 1;
        while (isTaken(named(prefix), taken)) {
            prefix = model.entry().target() + (attempt == 1 ? "_" : "_" + attempt + "_");
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
        if (options.contributions() == ContributionsForm.STRONGEST) {
            named.add(new Added(prefix + "prediction_contributions", DataType.STRING));
        }
        contributors.forEach(name -> named.add(new Added(prefix + "contribution_" + name, DataType.NUMERIC)));
        named.add(new Added(prefix + "model_id", DataType.STRING));
        named.add(new Added(prefix + "model_version", DataType.NUMERIC));
        return named;
    }

    List<Added> columns() {
        return columns;
    }

    /**
     * Predicts rows.
     *
     * @param names of the rows' cells
     * @return for each row a cell for each of the columns
     */
    List<Object[]> cells(final List<String> names, final List<Object[]> rows) {
        final List<Prediction> predictions = model.scorer().predict(names, rows);
        final List<Map<String, Double>> contributions = options.contributions() == ContributionsForm.NONE
                ? List.of()
                : model.scorer().contributions(names, rows);
        final List<Object[]> cells = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            cells.add(cells(predictions.get(row), contributions.isEmpty() ? Map.of() : contributions.get(row)));
        }
        return cells;
    }

    private Object[] cells(final Prediction prediction, final Map<String, Double> contributions) {
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
        if (options.contributions() == ContributionsForm.STRONGEST) {
            cells[index++] = strongest(contributions);
        }
        for (final String name : contributors) {
            cells[index++] = contributions.get(name);
        }
        cells[index++] = model.entry().id();
        cells[index] = (long) model.entry().version();
        return cells;
    }

    /** The contributions come in the order of their strength. */
    private String strongest(final Map<String, Double> contributions) {
        final ObjectNode object = Json.MAPPER.createObjectNode();
        contributions.entrySet().stream()
                .limit(options.strongest())
                .forEach(contribution -> object.put(contribution.getKey(), contribution.getValue()));
        return object.toString();
    }
}
