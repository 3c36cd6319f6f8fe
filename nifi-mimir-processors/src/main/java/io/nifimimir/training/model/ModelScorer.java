/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Sha256;
import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.evaluation.ModelScores;
import io.nifimimir.training.evaluation.PredictionInterval;
import io.nifimimir.training.evaluation.RowLosses;
import io.nifimimir.training.feature.ColumnEncoding;
import io.nifimimir.training.feature.FeaturePair;
import io.nifimimir.training.feature.SchemaMismatchException;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.table.Cells;
import io.nifimimir.training.table.TrainingTable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model read back from its bytes, to predict rows with. Holds native memory until it is closed. Not safe for use by several threads. */
public final class ModelScorer implements AutoCloseable {
    private final ModelHeader header;
    private final EnsembleModel model;
    private final ClassProbabilities.Classes classes;

    private ModelScorer(final ModelHeader header, final EnsembleModel model) {
        this.header = header;
        this.model = model;
        this.classes = ClassProbabilities.Classes.of(header.classes());
    }

    /** @throws ModelFormatException where the bytes are no model, of an unknown version, or damaged */
    public static ModelScorer load(final byte[] content) throws IOException {
        final ModelFormat.ModelFile file = ModelFormat.read(content);
        return new ModelScorer(file.header(), EnsembleModel.load(file));
    }

    /** @throws ModelFormatException also where the content does not have the checksum that was registered */
    public static ModelScorer load(final ModelArtifact artifact) throws IOException {
        final String checksum = Sha256.hex(artifact.content());
        if (!checksum.equals(artifact.sha256())) {
            throw new ModelFormatException("Model %s is damaged (integrity): its checksum is %s, %s was registered"
                    .formatted(artifact.id(), checksum, artifact.sha256()));
        }

        return load(artifact.content());
    }

    public String modelId() {
        return header.modelId();
    }

    public String target() {
        return header.target();
    }

    /** Of the target column. */
    public DataType targetType() {
        return header.targetType();
    }

    public ModelTask task() {
        return header.task();
    }

    /** Whether predictions have an interval. */
    public boolean hasInterval() {
        return header.interval() != null;
    }

    /** Empty for regression. */
    public List<String> classes() {
        return header.classes();
    }

    /** The columns that a row must have, with their types; a value may be null. */
    public Map<String, DataType> requiredColumns() {
        return header.featurePlan().requiredColumns();
    }

    /** What keeps a table of these columns from being predicted, each in a sentence; empty where nothing does. */
    public List<String> schemaProblems(final List<Column> columns) {
        return header.featurePlan().schemaProblems(columns);
    }

    /**
     * @param rows cells by column name, of the Java types that {@link DataType} names
     * @throws SchemaMismatchException where a column is missing or a cell of another type
     */
    public List<Prediction> predict(final List<Map<String, Object>> rows) {
        return predictions(model.predict(header.featurePlan().encode(rows)));
    }

    /** Rows as a {@link io.nifimimir.dataset.DatasetReader} gives them. */
    public List<Prediction> predict(final List<String> columns, final List<Object[]> rows) {
        return predictions(model.predict(header.featurePlan().encode(columns, rows)));
    }

    /** As the learner gives them: for each row the probabilities of the classes, or one value. */
    double[][] predict(final TrainingTable table, final int[] rows) {
        return model.predict(header.featurePlan().encode(table, rows));
    }

    /**
     * What the row of a prediction loses, by the name of the score that is made from the mean of it.
     *
     * @param truth cell of the target column, of {@link #targetType}, not null
     */
    public Map<String, Double> losses(final Prediction prediction, final Object truth) {
        final DataType type = header.targetType();
        if (header.task() == ModelTask.REGRESSION) {
            return RowLosses.ofNumber(
                    Cells.number(type, truth), prediction.value(), prediction.lower(), prediction.upper());
        }

        final String label = type == DataType.STRING ? Cells.text(truth) : Cells.label(type, Cells.number(type, truth));
        return RowLosses.ofClass(
                label.equals(prediction.label()), prediction.probabilities().getOrDefault(label, 0.0));
    }

    private List<Prediction> predictions(final double[][] predictions) {
        final List<Prediction> results = new ArrayList<>(predictions.length);
        for (final double[] prediction : predictions) {
            results.add(header.task() == ModelTask.REGRESSION ? ofValue(prediction) : ofProbabilities(prediction));
        }

        return results;
    }

    private Prediction ofValue(final double[] prediction) {
        final PredictionInterval interval = header.interval();
        return interval == null
                ? new Prediction(null, prediction[0], Map.of(), null, null)
                : new Prediction(
                        null,
                        prediction[0],
                        Map.of(),
                        prediction[0] + interval.lower(),
                        prediction[0] + interval.upper());
    }

    private Prediction ofProbabilities(final double[] probabilities) {
        return new Prediction(
                header.classes().get(header.operatingPoint().decide(probabilities)),
                null,
                new ClassProbabilities(classes, probabilities),
                null,
                null);
    }

    /**
     * What each column adds to the prediction of each row, by the member of the ensemble that has the most to say (of trees by
     * TreeSHAP): in units of the target, of its logarithm where the member has learnt that, or of the logit; of several classes for
     * the predicted one.
     *
     * @return by column, or by pair of columns ({@code bedrooms / rooms}), the largest effects first
     */
    public List<Map<String, Double>> contributions(final List<Map<String, Object>> rows) {
        return contributions(header.featurePlan().encode(rows));
    }

    /** The contributions to rows as a {@link io.nifimimir.dataset.DatasetReader} gives them. */
    public List<Map<String, Double>> contributions(final List<String> columns, final List<Object[]> rows) {
        return contributions(header.featurePlan().encode(columns, rows));
    }

    private List<Map<String, Double>> contributions(final FeatureMatrix features) {
        if (features.rows() == 0) {
            return List.of();
        }

        final double[][] predictions = model.predict(features);
        final double[][] contributions = model.heaviest().contributions(features);
        final List<Map<String, Double>> results = new ArrayList<>();
        for (int row = 0; row < contributions.length; row++) {
            final int output = predictions[row].length > 2 ? ModelScores.mostLikely(predictions[row]) : 0;
            results.add(byColumn(contributions[row], output * (features.columns() + 1)));
        }

        return results;
    }

    private Map<String, Double> byColumn(final double[] contributions, final int offset) {
        final Map<String, Double> sums = new HashMap<>();
        int position = offset;
        for (final ColumnEncoding encoding : header.featurePlan().encodings()) {
            for (int feature = 0; feature < encoding.features().size(); feature++) {
                sums.merge(encoding.column(), contributions[position], Double::sum);
                position++;
            }
        }

        for (final FeaturePair pair : header.featurePlan().pairs()) {
            sums.merge(pair.name(), contributions[position], Double::sum);
            position++;
        }

        final Map<String, Double> sorted = new LinkedHashMap<>();
        sums.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Double> entry) -> -Math.abs(entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    @Override
    public void close() {
        model.close();
    }
}
