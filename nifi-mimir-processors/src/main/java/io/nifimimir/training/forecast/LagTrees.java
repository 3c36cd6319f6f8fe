/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Boosted trees that foretell the next value of any series of a metric, and by their own forecasts those behind it. Holds native memory until it is closed. */
final class LagTrees implements AutoCloseable {
    private static final int ROUNDS = 120;

    private final Booster booster;

    private LagTrees(final Booster booster) {
        this.booster = booster;
    }

    /** Rows to learn from, collected series by series. */
    static final class Rows {
        /** Fewer teach nothing that the other forecasters do not know. */
        static final int FEWEST = 200;

        private float[] features = new float[LagFeatures.COUNT * FEWEST];
        private float[] labels = new float[FEWEST];
        private int count;

        /**
         * Adds the newest steps of a series before an index.
         *
         * @param most steps to add; spread evenly where there are more
         */
        void add(final RegularSeries series, final LagFeatures lags, final int end, final int most) {
            final int stride = Math.max(1, (end - LagFeatures.FEWEST_BEFORE + most - 1) / Math.max(1, most));
            for (int target = end - 1; target >= LagFeatures.FEWEST_BEFORE; target -= stride) {
                final double anchor = lags.anchor(series.values(), target);
                if (Double.isNaN(series.values()[target]) || Double.isNaN(anchor)) {
                    continue;
                }

                if (count == labels.length) {
                    features = Arrays.copyOf(features, 2 * features.length);
                    labels = Arrays.copyOf(labels, 2 * labels.length);
                }

                lags.write(series.values(), target, anchor, features, count * LagFeatures.COUNT);
                labels[count++] = lags.label(series.values()[target], anchor);
            }
        }

        int count() {
            return count;
        }
    }

    /** @throws CancellationException soon after {@code keepGoing} turns false */
    static LagTrees learn(final Rows rows, final long seed, final BooleanSupplier keepGoing) throws XGBoostError {
        final Map<String, Object> parameters = new TreeMap<>();
        parameters.put("tree_method", "hist");
        // Waiting OpenMP threads burn processor time that other processors of NiFi need
        parameters.put("nthread", 1);
        parameters.put("verbosity", 0);
        parameters.put("seed", seed);
        parameters.put("eta", 0.06);
        parameters.put("max_depth", 5);
        parameters.put("min_child_weight", 5);
        parameters.put("subsample", 0.8);
        parameters.put("colsample_bytree", 0.8);
        parameters.put("max_bin", 128);
        // Wild values have less say than with squares
        parameters.put("objective", "reg:pseudohubererror");
        parameters.put("base_score", 0);
        final DMatrix matrix = new DMatrix(
                Arrays.copyOf(rows.features, rows.count * LagFeatures.COUNT), rows.count, LagFeatures.COUNT, Float.NaN);
        Booster booster = null;
        try {
            matrix.setLabel(Arrays.copyOf(rows.labels, rows.count));
            booster = XGBoost.train(matrix, parameters, 0, Map.of(), null, null);
            for (int round = 0; round < ROUNDS; round++) {
                if (!keepGoing.getAsBoolean()) {
                    throw new CancellationException("Stopped while boosting a forecaster");
                }

                booster.update(matrix, round);
            }

            return new LagTrees(booster);
        } catch (final XGBoostError | RuntimeException exception) {
            if (booster != null) {
                booster.dispose();
            }

            throw exception;
        } finally {
            matrix.dispose();
        }
    }

    /** Forecasts by origin and step. */
    double[][] forecast(final RegularSeries series, final LagFeatures lags, final int[] origins, final int horizon)
            throws XGBoostError {
        final double[][] extended = new double[origins.length][];
        for (int index = 0; index < origins.length; index++) {
            extended[index] = Arrays.copyOf(Arrays.copyOf(series.values(), origins[index]), origins[index] + horizon);
        }

        final double[][] forecasts = new double[origins.length][horizon];
        final float[] features = new float[origins.length * LagFeatures.COUNT];
        final double[] anchors = new double[origins.length];
        for (int step = 0; step < horizon; step++) {
            for (int index = 0; index < origins.length; index++) {
                final int target = origins[index] + step;
                anchors[index] = lags.anchor(extended[index], target);
                lags.write(extended[index], target, anchors[index], features, index * LagFeatures.COUNT);
            }

            final float[][] labels = booster.inplace_predict(features, origins.length, LagFeatures.COUNT, Float.NaN);
            for (int index = 0; index < origins.length; index++) {
                final double value = lags.value(labels[index][0], anchors[index]);
                extended[index][origins[index] + step] = value;
                forecasts[index][step] = value;
            }
        }

        return forecasts;
    }

    @Override
    public void close() {
        booster.dispose();
    }
}
