/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

/**
 * What a learner learns from: training rows only.
 *
 * @param labels a class index (0 to {@code classCount} - 1) or a value for each row
 * @param classCount 0 for regression
 * @param inner a division of these rows, for choices such as when to stop
 */
@SuppressWarnings("ArrayRecordComponent")
record LearningTask(
        ModelTask task, FeatureMatrix features, double[] labels, int classCount, HoldOut inner, long seed) {}
