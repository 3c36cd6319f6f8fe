/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.StopSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** XGBoost itself says what is right, to the last bit. */
class TreeEnsembleTest {
    private static final List<String> NAMES = List.of("n0", "n1", "n2", "few", "many");
    private static final List<Boolean> CATEGORICAL = List.of(false, false, false, true, true);
    private static final int MANY_LEVELS = 150;
    private static final StopSignal ON = StopSignal.withoutDeadline(() -> true);

    @ParameterizedTest
    @CsvSource({"0,boosted", "2,boosted", "5,boosted", "0,coarse", "2,coarse", "5,coarse", "0,forest", "5,forest"})
    void marginsAreThoseOfXgBoostBitByBit(final int classCount, final String kind) throws ModelFormatException {
        final XgBoostSettings settings = switch (kind) {
            case "boosted" -> XgBoostSettings.boosted(0.3, 6, 1);
            case "coarse" -> XgBoostSettings.boosted(0.3, 5, 1).coarse();
            default -> XgBoostSettings.forest(20, 12, 1);
        };
        final LearningTask task = task(classCount, matrix(2_000, 1));
        try (FittedModel model = new XgBoostLearner(settings).fit(task, 12, ON)) {
            final FeatureMatrix unseen = withOddities(matrix(3_000, 2));
            final float[][] expected = ((XgBoostModel) model).margins(unseen);

            final float[] margins = TreeEnsemble.load(model.toBytes(), 12).margins(unseen);

            final int outputs = expected[0].length;
            assertEquals(expected.length * outputs, margins.length);
            for (int row = 0; row < expected.length; row++) {
                for (int output = 0; output < outputs; output++) {
                    assertEquals(
                            Float.floatToRawIntBits(expected[row][output]),
                            Float.floatToRawIntBits(margins[row * outputs + output]),
                            "row %d: %s".formatted(row, Arrays.toString(expected[row])));
                }
            }

            assertTrue(Arrays.stream(expected).map(row -> row[0]).distinct().count() > 50, "The trees tell rows apart");
        }
    }

    @Test
    void onlyTheRoundsThatPredictAreTaken() throws ModelFormatException {
        final LearningTask task = task(5, matrix(500, 1));
        final FeatureMatrix rows = matrix(100, 2);
        try (FittedModel many = new XgBoostLearner(XgBoostSettings.boosted(0.3, 4, 1)).fit(task, 9, ON);
                FittedModel few = new XgBoostLearner(XgBoostSettings.boosted(0.3, 4, 1)).fit(task, 4, ON)) {
            assertEquals(
                    Arrays.toString(TreeEnsemble.load(few.toBytes(), 4).margins(rows)),
                    Arrays.toString(TreeEnsemble.load(many.toBytes(), 4).margins(rows)));
        }
    }

    @Test
    void damagedTreesAreRefused() {
        final LearningTask task = task(2, matrix(300, 1));
        try (FittedModel model = new XgBoostLearner(XgBoostSettings.boosted(0.3, 3, 1)).fit(task, 3, ON)) {
            final byte[] content = model.toBytes();
            for (int length = 0; length < content.length - 1; length += 37) {
                final byte[] cut = Arrays.copyOf(content, length);
                assertThrows(ModelFormatException.class, () -> TreeEnsemble.load(cut, 3));
            }
        }
    }

    private static LearningTask task(final int classCount, final FeatureMatrix features) {
        final double[] labels = new double[features.rows()];
        for (int row = 0; row < labels.length; row++) {
            final float[] values = Arrays.copyOfRange(features.values(), row * NAMES.size(), (row + 1) * NAMES.size());
            final double amount = orElse(values[0], 1) * orElse(values[1], 1)
                    + orElse(values[3], 2) % 3
                    + orElse(values[4], 0) % 7 / 3;
            labels[row] = classCount == 0 ? amount : Math.clamp((long) Math.floor(amount), 0, classCount - 1);
        }

        return new LearningTask(
                classCount == 0 ? ModelTask.REGRESSION : ModelTask.CLASSIFICATION, features, labels, classCount, 42);
    }

    private static float orElse(final float value, final float missing) {
        return Float.isNaN(value) ? missing : value;
    }

    private static FeatureMatrix matrix(final int rows, final int seed) {
        final Random random = new Random(seed);
        final float[] values = new float[rows * NAMES.size()];
        for (int index = 0; index < values.length; index++) {
            values[index] = switch (index % NAMES.size()) {
                case 0, 1 -> (float) random.nextGaussian();
                case 2 -> random.nextInt(4) - 2;
                case 3 -> random.nextInt(6);
                default -> (float) Math.floor(MANY_LEVELS * Math.pow(random.nextDouble(), 2));
            };
            if (random.nextInt(8) == 0) {
                values[index] = Float.NaN;
            }
        }

        return new FeatureMatrix(values, rows, NAMES, CATEGORICAL);
    }

    /** Values that no row of the training has: levels beyond the known ones, both zeros, the largest numbers. */
    private static FeatureMatrix withOddities(final FeatureMatrix matrix) {
        final float[] odd = {-0.0f, 0.0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE};
        final float[] oddLevels = {6, 7, 31, 32, 149, 150, 151, 1_000};
        for (int row = 0; row < matrix.rows(); row += 3) {
            matrix.values()[row * NAMES.size() + row / 3 % 3] = odd[row / 3 % odd.length];
            matrix.values()[row * NAMES.size() + 3 + row / 3 % 2] = oddLevels[row / 3 % oddLevels.length];
        }

        return matrix;
    }
}
