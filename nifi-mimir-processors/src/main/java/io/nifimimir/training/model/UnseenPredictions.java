/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was predicted of training rows by models that had not seen them: the yardstick for what the model will say of rows to come. A model's
 * word on rows that it has learnt from is none, since it knows these by heart.
 *
 * @param classes empty for numbers
 * @param rows of the training table: those that were held out, and behind them those whose fold was left out
 * @param predicted of each of the rows, the index of a class or a number
 * @param confidences of each of the rows, the probability of the class; empty for numbers
 * @param heldOutLosses what each of the rows lost that were held out, by the name of the score that is the mean of it
 */
@SuppressWarnings("ArrayRecordComponent")
public record UnseenPredictions(
        List<String> classes,
        int[] rows,
        double[] predicted,
        double[] confidences,
        Map<String, double[]> heldOutLosses) {
    public UnseenPredictions {
        classes = List.copyOf(classes);
        Objects.requireNonNull(rows, "Rows required");
        Objects.requireNonNull(predicted, "Predictions required");
        Objects.requireNonNull(confidences, "Confidences required");
        heldOutLosses = Map.copyOf(heldOutLosses);
    }
}
