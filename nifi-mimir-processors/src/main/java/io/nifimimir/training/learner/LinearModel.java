/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nifimimir.training.TrainingJson;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A linear model; its bytes are JSON. */
public final class LinearModel implements FittedModel {
    private static final String LABEL_MEAN = "label_mean";
    private static final String LABEL_DEVIATION = "label_deviation";

    private final Content content;
    private final LabelScale scale;

    LinearModel(final Content content, final LabelScale scale) {
        this.content = content;
        this.scale = scale;
    }

    /** @param weights for each output a weight for each term, and the intercept */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(
            @JsonProperty("terms") LinearTerms terms,
            @JsonProperty("weights") double[] weights,
            @JsonProperty("link") LinearSolver.Link link) {}

    public static LinearModel load(final byte[] content, final Map<String, Double> settings) throws IOException {
        return new LinearModel(
                TrainingJson.read(content, Content.class),
                new LabelScale(settings.getOrDefault(LABEL_MEAN, 0.0), settings.getOrDefault(LABEL_DEVIATION, 1.0)));
    }

    @Override
    public double[][] predict(final FeatureMatrix features) {
        final double[][] predictions =
                LinearSolver.predict(content.terms().apply(features), content.weights(), content.link());
        if (content.link() == LinearSolver.Link.IDENTITY) {
            for (final double[] prediction : predictions) {
                prediction[0] = scale.restore(prediction[0]);
            }
        }

        return predictions;
    }

    /** The terms of a feature together; numbers count from their mean, so that what is usual adds nothing. */
    @Override
    public double[][] contributions(final FeatureMatrix features) {
        final List<LinearTerms.Feature> terms = content.terms().features();
        final int stride = content.terms().width() + 1;
        final int outputs = content.weights().length / stride;
        final int width = terms.size() + 1;
        final double[][] contributions = new double[features.rows()][outputs * width];
        for (int row = 0; row < features.rows(); row++) {
            for (int output = 0; output < outputs; output++) {
                contributions[row][output * width + width - 1] =
                        content.weights()[output * stride + stride - 1] * scale.deviation() + scale.mean();
            }
        }

        int offset = 0;
        final SparseRow ofFeature = new SparseRow();
        for (int column = 0; column < terms.size(); column++) {
            for (int row = 0; row < features.rows(); row++) {
                ofFeature.clear();
                terms.get(column).addTerms(features.values()[row * features.columns() + column], offset, ofFeature);
                for (int output = 0; output < outputs; output++) {
                    contributions[row][output * width + column] =
                            ofFeature.dot(content.weights(), output * stride) * scale.deviation();
                }
            }

            offset += terms.get(column).width();
        }

        return contributions;
    }

    @Override
    public byte[] toBytes() {
        return TrainingJson.write(content);
    }

    @Override
    public Map<String, Double> settings() {
        final Map<String, Double> settings = new TreeMap<>();
        settings.put(LABEL_MEAN, scale.mean());
        settings.put(LABEL_DEVIATION, scale.deviation());
        return settings;
    }

    @Override
    public void close() {
        // Holds nothing
    }
}
