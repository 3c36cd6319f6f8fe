/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.evaluation.OperatingPoint;
import io.nifimimir.training.evaluation.PredictionInterval;
import io.nifimimir.training.feature.FeaturePlan;
import io.nifimimir.training.learner.ClassWeights;
import io.nifimimir.training.learner.TargetTransform;

import java.util.List;
import java.util.Map;

/**
 * What stands in the file {@code model.json} of a model: all that is needed to apply it and to know where it comes from. Times are
 * not here, so that the same training gives the same bytes.
 *
 * @param libraries versions of what made the model
 * @param targetType type of the target column
 * @param classes in the order of the predicted probabilities; empty for regression
 * @param members of the ensemble, in the order of their files
 * @param temperature that the mean of the members' probabilities is brought to; 1 leaves it as it is
 * @param operatingPoint from which probability on the second of two classes is predicted; null in models of version 2, which predict the
 *     most likely class
 * @param interval around a predicted number; null for classification
 * @param metrics scores on held-out rows, the naive baseline's as {@code baseline_...}
 * @param trainingRows rows that the model has learnt from
 */
public record ModelHeader(
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
        List<Member> members,
        double temperature,
        OperatingPoint operatingPoint,
        PredictionInterval interval,
        Map<String, Double> metrics,
        long seed,
        String dataFingerprint,
        int trainingRows) {
    public ModelHeader {
        operatingPoint = operatingPoint == null ? OperatingPoint.MOST_LIKELY : operatingPoint;
    }

    /**
     * A model of the ensemble.
     *
     * @param file its name in the archive
     * @param candidate as the leaderboard names it
     * @param learner the family that reads the file
     * @param weight in the mean of the members
     * @param classWeights that it has learnt with; null in models before version 4, where all rows count alike
     * @param settings what the learner chose and needs to restore the model
     * @param sha256 checksum of the file
     */
    public record Member(
            String file,
            String candidate,
            String learner,
            double weight,
            TargetTransform transform,
            ClassWeights classWeights,
            Map<String, Double> settings,
            String sha256) {
        public Member {
            classWeights = classWeights == null ? ClassWeights.NONE : classWeights;
        }
    }
}
