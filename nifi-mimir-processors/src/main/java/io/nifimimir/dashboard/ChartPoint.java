/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

/**
 * A point with what was expected of it.
 *
 * @param lower of what was expected; NaN where nothing was
 */
record ChartPoint(long time, double value, double lower, double upper) {
    boolean isUnexpected() {
        return value < lower || value > upper;
    }
}
