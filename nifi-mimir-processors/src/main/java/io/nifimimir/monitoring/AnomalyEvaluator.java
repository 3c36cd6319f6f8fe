/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.anomaly.AnomalyDetector;

/**
 * Judges by how surprising a point is to the past of its series. The detector learns each point that it has judged, those of an incident
 * too: what stays is the new normal, and the incident is over.
 */
final class AnomalyEvaluator implements ConditionEvaluator {
    /** An incident that flickers around its limit would be told of again and again, so it ends at half of it. */
    private static final double END = 0.5;

    private final double limit;

    private final AnomalyDetector detector = new AnomalyDetector();

    private boolean incident;

    AnomalyEvaluator(final double limit) {
        this.limit = limit;
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        final AnomalyDetector.Observation observation =
                detector.observe(point.timestamp().getEpochSecond(), point.value());
        incident = observation.surprise() >= limit || incident && observation.strangeness() >= END * limit;
        final ExpectedRange expected = new ExpectedRange(observation.lower(), observation.upper(), true);
        if (!incident) {
            return new Verdict.Normal(point, expected, observation.surprise());
        }
        final boolean low = point.value() < observation.expected();
        return new Verdict.Breach(
                point,
                expected.roundedInward(),
                low ? -observation.surprise() : observation.surprise(),
                low ? Verdict.Side.BELOW : Verdict.Side.ABOVE);
    }

    @Override
    public void learn(final SeriesPoint point) {
        // Judged is learned
    }

    @Override
    public int opensAfter() {
        return 1;
    }

    @Override
    public String adverb() {
        return "unusually";
    }
}
