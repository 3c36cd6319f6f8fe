/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model says of a row.
 *
 * @param label the most likely class, null for regression
 * @param value the predicted number, null for classification
 * @param probabilities by class, in the order of the model's classes; empty for regression
 * @param lower end of the interval that the true number lies in nine times of ten; null for classification
 * @param upper its other end
 */
public record Prediction(String label, Double value, Map<String, Double> probabilities, Double lower, Double upper) {
    public Prediction {
        probabilities = probabilities instanceof ClassProbabilities
                ? probabilities
                : Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }
}
