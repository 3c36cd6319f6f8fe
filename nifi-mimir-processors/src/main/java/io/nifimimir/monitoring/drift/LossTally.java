/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

/** How much rows lost whose truth is known. */
public record LossTally(long rows, double sum, double sumOfSquares) {
    static final LossTally NONE = new LossTally(0, 0, 0);

    LossTally plus(final LossTally other) {
        return new LossTally(rows + other.rows, sum + other.sum, sumOfSquares + other.sumOfSquares);
    }

    LossTally plus(final double loss) {
        return new LossTally(rows + 1, sum + loss, sumOfSquares + loss * loss);
    }

    double mean() {
        return rows == 0 ? 0 : sum / rows;
    }

    double variance() {
        return rows < 2 ? 0 : Math.max(0, (sumOfSquares - sum * mean()) / (rows - 1));
    }
}
