/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of boosted trees; see the XGBoost parameter reference.
 *
 * @param learningRate {@code eta}
 * @param rowShare rows that a tree sees
 * @param columnShare features that a tree sees
 * @param mostRounds an upper limit; fewer where more do not help
 * @param bins histogram bins of a feature
 * @param mostLevelsOneByOne categories of up to so many levels are split one level against the rest, larger ones into two sets of
 *     levels, which learns faster and overfits sooner
 * @param patience rounds without improvement on the inner validation rows before boosting stops
 */
record XgBoostSettings(
        double learningRate,
        int maxDepth,
        double minChildWeight,
        double rowShare,
        double columnShare,
        int bins,
        int mostLevelsOneByOne,
        int mostRounds,
        int patience) {

    /** Small data wants small trees and small steps. */
    private static final int SMALL_ROWS = 1_000;

    /** As XGBoost is commonly set. */
    static XgBoostSettings coarse(final int rows) {
        return rows < SMALL_ROWS
                ? new XgBoostSettings(0.05, 4, 2, 0.8, 0.7, 256, 8, 500, 40)
                : new XgBoostSettings(0.08, 6, 3, 0.8, 0.7, 256, 8, 1_000, 40);
    }

    /** Sees rare levels and small steps of numbers, at the price of time. */
    static XgBoostSettings fine(final int rows) {
        return rows < SMALL_ROWS
                ? new XgBoostSettings(0.05, 4, 2, 0.8, 0.7, 1_024, 100, 500, 40)
                : new XgBoostSettings(0.08, 6, 3, 0.8, 0.7, 1_024, 100, 1_000, 40);
    }

    /** Enough to tell whether there is anything to learn at all. */
    static XgBoostSettings quick(final int rows) {
        return new XgBoostSettings(0.2, Math.min(4, 2 + rows / 500), 2, 0.8, 0.8, 256, 100, 40, 8);
    }

    /** As XGBoost's API wants them. */
    Map<String, Object> parameters(final LearningTask task) {
        final Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("tree_method", "hist");
        // Waiting OpenMP threads burn processor time that other processors of NiFi need
        parameters.put("nthread", 1);
        parameters.put("verbosity", 0);
        parameters.put("seed", task.seed());
        parameters.put("eta", learningRate);
        parameters.put("max_depth", maxDepth);
        parameters.put("min_child_weight", minChildWeight);
        parameters.put("subsample", rowShare);
        parameters.put("colsample_bytree", columnShare);
        parameters.put("max_cat_to_onehot", mostLevelsOneByOne);
        parameters.put("max_bin", bins);
        if (task.task() == ModelTask.REGRESSION) {
            parameters.put("objective", "reg:squarederror");
            parameters.put("eval_metric", "rmse");
        } else if (task.classCount() == 2) {
            parameters.put("objective", "binary:logistic");
            parameters.put("eval_metric", "logloss");
        } else {
            parameters.put("objective", "multi:softprob");
            parameters.put("num_class", task.classCount());
            parameters.put("eval_metric", "mlogloss");
        }

        return parameters;
    }
}
