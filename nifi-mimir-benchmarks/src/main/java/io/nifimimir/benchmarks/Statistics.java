/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Of measurements that scatter. */
final class Statistics {
    private Statistics() {}

    /** The value in the middle; the mean of the two in the middle of an even number. */
    static double median(final Collection<Double> values) {
        final List<Double> sorted = values.stream().sorted().toList();
        final int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double min(final Collection<Double> values) {
        return Collections.min(values);
    }

    static double max(final Collection<Double> values) {
        return Collections.max(values);
    }
}
