/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** How often each distance between neighbouring points occurs; where these are very many, as in irregular series, to three digits. */
final class StepHistogram {
    private static final int MOST_STEPS = 20_000;
    private static final double DIGITS = 1_000;

    private final Map<Long, long[]> counts = new HashMap<>();
    private boolean rounded;
    private long total;

    void add(final long step) {
        add(step, 1);
    }

    private void add(final long step, final long count) {
        total += count;
        counts.computeIfAbsent(rounded ? round(step) : step, key -> new long[1])[0] += count;
        if (!rounded && counts.size() > MOST_STEPS) {
            rounded = true;
            final Map<Long, long[]> exact = new HashMap<>(counts);
            counts.clear();
            total = 0;
            exact.forEach((key, occurrences) -> add(key, occurrences[0]));
        }
    }

    private static long round(final long step) {
        long unit = 1;
        while (step / unit >= DIGITS) {
            unit *= 10;
        }
        return Math.round((double) step / unit) * unit;
    }

    long total() {
        return total;
    }

    /** 0 where there is no step. */
    long median() {
        long seen = 0;
        for (final Map.Entry<Long, long[]> step : new TreeMap<>(counts).entrySet()) {
            seen += step.getValue()[0];
            if (seen > total / 2) {
                return step.getKey();
            }
        }
        return 0;
    }

    long count(final LongPredicate steps) {
        return counts.entrySet().stream()
                .filter(step -> steps.test(step.getKey()))
                .mapToLong(step -> step.getValue()[0])
                .sum();
    }
}
