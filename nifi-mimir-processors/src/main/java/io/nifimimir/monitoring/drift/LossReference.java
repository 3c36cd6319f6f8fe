/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;

/**
 * How much rows lost that a model had not seen.
 *
 * @param dispersion of the losses
 */
public record LossReference(double mean, double variance, long rows, Dispersion dispersion) {

    /** @param losses of the rows, in the order of the table */
    public static LossReference of(final double... losses) {
        final double mean = Arrays.stream(losses).average().orElse(0);
        final double variance =
                Arrays.stream(losses).map(loss -> (loss - mean) * (loss - mean)).sum() / Math.max(1, losses.length - 1);
        return new LossReference(mean, variance, losses.length, blocks(losses, mean, variance));
    }

    private static Dispersion blocks(final double[] losses, final double mean, final double variance) {
        final int fewestBlocks = 6;
        final int smallest = 20;
        final int step = 4;
        Dispersion dispersion = Dispersion.NONE;
        for (int size = smallest; variance > 0 && losses.length / size >= fewestBlocks; size *= step) {
            final int blocks = losses.length / size;
            double sum = 0;
            for (int block = 0; block < blocks; block++) {
                final double blockMean = Arrays.stream(losses, block * size, (block + 1) * size)
                        .average()
                        .orElse(mean);
                sum += (blockMean - mean) * (blockMean - mean) * size / variance;
            }
            dispersion = dispersion.with(size, Math.max(1, sum / blocks / (1 - (double) size / losses.length)));
        }
        return dispersion;
    }
}
