/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesPoint;

/** Judges by fixed bounds. */
final class ThresholdEvaluator implements ConditionEvaluator {
    private final ExpectedRange allowed;

    ThresholdEvaluator(final ExpectedRange allowed) {
        this.allowed = allowed;
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        final double value = point.value();
        final boolean atBound = !allowed.boundsAllowed();
        if (value < allowed.lower() || atBound && value == allowed.lower()) {
            return new Verdict.Breach(point, allowed, value - allowed.lower(), Verdict.Side.BELOW);
        }
        if (value > allowed.upper() || atBound && value == allowed.upper()) {
            return new Verdict.Breach(point, allowed, value - allowed.upper(), Verdict.Side.ABOVE);
        }
        return new Verdict.Normal(point, allowed, 0);
    }

    @Override
    public void learn(final SeriesPoint point) {
        // Its bounds are given, not learned
    }

    /** A bound means that a single value beyond it matters: one reading of 12 °C spoils a vaccine. */
    @Override
    public int opensAfter() {
        return 1;
    }

    @Override
    public String adverb() {
        return "too";
    }
}
