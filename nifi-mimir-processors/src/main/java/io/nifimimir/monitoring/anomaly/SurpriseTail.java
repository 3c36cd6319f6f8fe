/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import java.util.Arrays;

/**
 * How often surprises of a size come where nothing is wrong, told from the surprises of a history, and beyond it: the largest of a short
 * history is no limit, since the future is longer. Surprises that exceed a threshold are counted, and what they exceed it by is taken as
 * exponential (peaks over threshold, Davison and Smith 1990, with shape 0: a surprise is a sum of logarithms of probabilities, and so is
 * exponential where these are true).
 *
 * <p>Some surprises of a history are incidents and not false alerts. So the scale is told by the median of the excesses, which a few of
 * them do not move. The rate is its upper confidence bound, so that a short history promises no more than it shows. What detectors say of
 * noise of many kinds stands in where the history is short.
 *
 * <p>Series are added one after the other; one of some thousand points takes some hundred bytes.
 */
public final class SurpriseTail {
    /** Lower surprises are the edge of what is ordinary. */
    static final double THRESHOLD = 8;

    /** Until then a detector is surprised by many things. */
    private static final int WARM_UP = 50;

    /** An incident of some length has several surprises, each greater than the one before. */
    private static final int SAME_INCIDENT = 100;

    /** Noise of sixteen kinds exceeds the threshold twice in 1,000 points, by 5.5 in the mean. */
    private static final double PRIOR_EXCEEDANCES = 1;

    private static final double PRIOR_POINTS = 500;

    private static final double PRIOR_SCALE = 5.5;

    private static final double PRIOR_EXCESSES = 4;

    /** Of the standard normal distribution: with a probability of nine tenths the rate is lower than its bound. */
    private static final double NINE_TENTHS = 1.2816;

    private static final int INITIAL_CAPACITY = 16;

    private float[] peaks = new float[INITIAL_CAPACITY];

    private int size;

    private long points;

    private int seen;

    private int lastPeak;

    private boolean inIncident;

    /** The points that follow are those of another series. */
    public void beginSeries() {
        seen = 0;
        inIncident = false;
    }

    public void add(final AnomalyDetector.Observation observation) {
        seen++;
        if (seen <= WARM_UP) {
            return;
        }
        points++;
        final float surprise = (float) observation.surprise();
        if (surprise < THRESHOLD) {
            return;
        }
        if (inIncident && seen - lastPeak <= SAME_INCIDENT) {
            peaks[size - 1] = Math.max(peaks[size - 1], surprise);
        } else {
            peaks = size == peaks.length ? Arrays.copyOf(peaks, 2 * size) : peaks;
            peaks[size++] = surprise;
            inIncident = true;
        }
        lastPeak = seen;
    }

    /** Points that count. */
    public long points() {
        return points;
    }

    /** False alerts to be expected for each point under a limit. */
    public double rateBeyond(final double limit) {
        return rateOfExceedances() * Math.exp(-Math.max(0, limit - THRESHOLD) / scale());
    }

    /** The limit beyond which no more than a rate of false alerts for each point is to be expected; at least {@link #THRESHOLD}. */
    public double limitOf(final double rate) {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("Rate of alerts must be greater than 0, found " + rate);
        }
        return THRESHOLD + scale() * Math.max(0, Math.log(rateOfExceedances() / rate));
    }

    /** The limit under which a history has had at most so many incidents. */
    public double limitOfAtMost(final long incidents) {
        if (incidents >= size) {
            return THRESHOLD;
        }
        final float[] sorted = Arrays.copyOf(peaks, size);
        Arrays.sort(sorted);
        return Math.nextUp(sorted[size - 1 - (int) incidents]);
    }

    /** Upper bound of the rate of a Poisson process: a quantile of its gamma posterior, after Wilson and Hilferty 1931. */
    private double rateOfExceedances() {
        final double shape = size + PRIOR_EXCEEDANCES;
        final double root = 1 - 1 / (9 * shape) + NINE_TENTHS / (3 * Math.sqrt(shape));
        return shape * root * root * root / (points + PRIOR_POINTS);
    }

    private double scale() {
        final float[] sorted = Arrays.copyOf(peaks, size);
        Arrays.sort(sorted);
        final double median = size == 0 ? 0 : (sorted[(size - 1) / 2] + (double) sorted[size / 2]) / 2 - THRESHOLD;
        return (PRIOR_EXCESSES * PRIOR_SCALE + size * median / Math.log(2)) / (PRIOR_EXCESSES + size);
    }
}
