/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.DataType;

import java.util.List;
import java.util.Map;

/**
 * What stands in the file {@code model.json} of a model: all that is needed to apply it and to know where it comes from. Times are
 * not here, so that the same training gives the same bytes.
 *
 * @param libraries versions of what made the model
 * @param targetType type of the target column
 * @param classes in the order of the predicted probabilities; empty for regression
 * @param settings what the learner chose and needs to restore the model
 * @param metrics scores on held-out rows, the naive baseline's as {@code baseline_...}
 * @param trainingRows rows that the model has learnt from
 * @param contentSha256 checksum of the file that the learner wrote
 */
record ModelHeader(
        String format,
        int formatVersion,
        Map<String, String> libraries,
        String modelId,
        String ontologyId,
        String trainingKey,
        String target,
        DataType targetType,
        ModelTask task,
        String learner,
        List<String> classes,
        FeaturePlan featurePlan,
        Map<String, Double> settings,
        Map<String, Double> metrics,
        long seed,
        String dataFingerprint,
        int trainingRows,
        String contentSha256) {}
