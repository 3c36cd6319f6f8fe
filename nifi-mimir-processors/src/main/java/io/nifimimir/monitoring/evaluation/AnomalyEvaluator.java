/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.anomaly.AnomalyDetector;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Judges by how surprising a point is to the past of its series. The detector learns each point that it has judged, those of an incident
 * too: what stays is the new normal, and the incident is over.
 */
final class AnomalyEvaluator implements ConditionEvaluator {
    /** An incident that flickers around its limit would be told of again and again, so it ends at half of it. */
    private static final double END = 0.5;

    private final double limit;

    private final AnomalyDetector detector;

    private boolean incident;

    private Instant keepBefore;

    private byte[] kept;

    AnomalyEvaluator(final double limit) {
        this.limit = limit;
        this.detector = new AnomalyDetector();
    }

    /** Goes on from a {@link #state} of this version. */
    AnomalyEvaluator(final double limit, final byte[] state) {
        this.limit = limit;
        this.incident = state[0] == 1;
        this.detector = AnomalyDetector.ofBytes(Arrays.copyOfRange(state, 1, state.length));
    }

    /** Has the state kept that it is in before the point of an instant is judged. */
    void keepStateBefore(final Instant instant) {
        keepBefore = instant;
    }

    /** What all points before that instant have taught, in the format of {@link AnomalyDetector#VERSION}; empty before it has come. */
    Optional<byte[]> keptState() {
        return Optional.ofNullable(kept);
    }

    private byte[] state() {
        final byte[] learned = detector.toBytes();
        final byte[] state = new byte[learned.length + 1];
        state[0] = (byte) (incident ? 1 : 0);
        System.arraycopy(learned, 0, state, 1, learned.length);
        return state;
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        if (point.timestamp().equals(keepBefore)) {
            kept = state();
        }
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
