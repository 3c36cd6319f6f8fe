/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of boosted trees; see the XGBoost parameter reference.
 *
 * @param learningRate {@code eta}
 * @param penalty {@code lambda}, on the squares of the leaves' values
 * @param rowShare rows that a tree sees
 * @param columnShare features that a tree sees
 * @param nodeShare features that a node chooses from, of those that its tree sees
 * @param parallelTrees trees that are grown in one round; more than one make a boosted random forest
 * @param bins histogram bins of a feature
 * @param mostLevelsOneByOne categories of up to so many levels are split one level against the rest, larger ones into two sets of
 *     levels, which learns faster and overfits sooner
 * @param mostRounds an upper limit; fewer where more do not help
 * @param patience rounds without improvement on the validation rows before boosting stops
 */
public record XgBoostSettings(
        double learningRate,
        int maxDepth,
        double minChildWeight,
        double penalty,
        double rowShare,
        double columnShare,
        double nodeShare,
        int parallelTrees,
        int bins,
        int mostLevelsOneByOne,
        int mostRounds,
        int patience) {
    private static final int BINS = 1_024;
    private static final int ONE_BY_ONE = 100;

    /** Steps so small that this many rounds without improvement pass before the loss is surely past its least. */
    private static final double PATIENCE_FOR_RATE = 2;

    /** Trees of a usual kind. */
    public static XgBoostSettings boosted(final double rate, final int depth, final double minChildWeight) {
        return new XgBoostSettings(
                rate,
                depth,
                minChildWeight,
                1,
                0.8,
                0.7,
                1,
                1,
                BINS,
                ONE_BY_ONE,
                (int) Math.round(100 / rate),
                Math.clamp(Math.round(PATIENCE_FOR_RATE / rate), 10, 100));
    }

    /** Deep trees in large rounds: a random forest, boosted a little. */
    public static XgBoostSettings forest(final int trees, final int depth, final double minChildWeight) {
        return new XgBoostSettings(0.4, depth, minChildWeight, 0.3, 0.63, 1, 0.4, trees, BINS / 4, ONE_BY_ONE, 15, 3);
    }

    /** Enough to tell whether there is anything to learn at all. */
    public static XgBoostSettings quick(final int rows) {
        return new XgBoostSettings(0.2, Math.min(4, 2 + rows / 500), 2, 1, 0.8, 0.8, 1, 1, BINS / 4, ONE_BY_ONE, 40, 8);
    }

    public XgBoostSettings withShares(final double newRowShare, final double newColumnShare, final double newPenalty) {
        return new XgBoostSettings(
                learningRate,
                maxDepth,
                minChildWeight,
                newPenalty,
                newRowShare,
                newColumnShare,
                nodeShare,
                parallelTrees,
                bins,
                mostLevelsOneByOne,
                mostRounds,
                patience);
    }

    /** With no more rounds than these. */
    public XgBoostSettings withMostRounds(final int most) {
        return new XgBoostSettings(
                learningRate,
                maxDepth,
                minChildWeight,
                penalty,
                rowShare,
                columnShare,
                nodeShare,
                parallelTrees,
                bins,
                mostLevelsOneByOne,
                Math.min(mostRounds, most),
                patience);
    }

    /** Sees large steps of numbers, and sets of levels. */
    public XgBoostSettings coarse() {
        return new XgBoostSettings(
                learningRate,
                maxDepth,
                minChildWeight,
                penalty,
                rowShare,
                columnShare,
                nodeShare,
                parallelTrees,
                BINS / 4,
                ONE_BY_ONE / 12,
                mostRounds,
                patience);
    }

    /** As XGBoost's API wants them. */
    Map<String, Object> parameters(final LearningTask task) {
        final FeatureMatrix features = task.features();
        final TreeGrowth growth =
                TreeGrowth.fitting(bins, maxDepth, rowShare * features.rows(), minChildWeight, features);
        final Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("tree_method", "hist");
        // Waiting OpenMP threads burn processor time that other processors of NiFi need; folds run in threads of our
        // own instead
        parameters.put("nthread", 1);
        parameters.put("verbosity", 0);
        parameters.put("seed", task.seed());
        parameters.put("eta", learningRate);
        parameters.put("max_depth", growth.depth());
        parameters.put("min_child_weight", minChildWeight);
        parameters.put("lambda", penalty);
        parameters.put("subsample", rowShare);
        parameters.put("colsample_bytree", columnShare);
        parameters.put("colsample_bynode", nodeShare);
        parameters.put("num_parallel_tree", parallelTrees);
        parameters.put("max_cat_to_onehot", mostLevelsOneByOne);
        parameters.put("max_bin", growth.bins());
        parameters.put("max_cached_hist_node", growth.nodes());
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
