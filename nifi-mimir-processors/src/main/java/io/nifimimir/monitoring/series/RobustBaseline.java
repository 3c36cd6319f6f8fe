/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.series;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the past of a series lets expect of its next point: median and median absolute deviation of a trailing window, after the usual
 * rhythm of the day or week is taken out where the series has one. Half of the window may be wrong before the median is (Hampel, "The
 * influence curve and its role in robust estimation", 1974); the z-score on these two is that of Iglewicz and Hoaglin, "How to Detect and
 * Handle Outliers", 1993. Not safe for use by several threads.
 */
public final class RobustBaseline {
    /** Below this number a median absolute deviation says next to nothing. */
    public static final int MINIMUM_POINTS = 12;

    /** Makes the median absolute deviation of normal data its standard deviation. */
    private static final double NORMAL_BY_MEDIAN_DISTANCE = 1.4826;

    /** The same for the mean absolute deviation, which Iglewicz and Hoaglin take where more than half of the values are equal. */
    private static final double NORMAL_BY_MEAN_DISTANCE = 1.2533;

    /** Variance of a median against that of a mean, for normal data: pi / 2. */
    private static final double VARIANCE_OF_MEDIAN = Math.PI / 2;

    /** Distance of the outer deciles of normal data in standard deviations. */
    private static final double DECILES_BY_NORMAL = 2.5631;

    private static final int DAYS = 14;

    private static final int WEEKS = 12;

    private static final int POINTS_WITHOUT_SEASON = 60;

    /** Bounds the work for series of a step of seconds. */
    private static final int MAXIMUM_POINTS = 4_032;

    /** Fewer cycles show no rhythm, only what happened. */
    private static final int MINIMUM_CYCLES = 4;

    private static final int MINIMUM_POINTS_OF_PHASE = 3;

    /** A rhythm is taken out where it leaves less than this share of the scale; else it only adds noise. */
    private static final double WORTHWHILE_SEASON = 0.9;

    /** A change of this part of the level is no news, however steady the series was. */
    private static final double SMALLEST_RELATIVE_SCALE = 0.001;

    private static final double RELATIVE_SCALE_OF_CONSTANT = 0.01;

    /** Counts below this mean are mostly a few equal values, from which no scale can be told. */
    private static final double RARE_EVENTS = 3;

    private final Season season;

    private final int pointsOfCycle;

    private final double[] values;

    private final int[] phases;

    private final SortedWindow residuals;

    private final double[] scratch;

    private final double[] offsets;

    private final boolean[] knownPhases;

    private int next;

    private int size;

    private int learnedSinceFit;

    private long notCounts;

    private boolean seasonal;

    /** By how much the scale of points outside of the window exceeds that of the points the offsets were estimated from. */
    private double inflation = 1;

    private double rawScale;

    private double resolution;

    private double smallest = Double.POSITIVE_INFINITY;

    public RobustBaseline(final Duration step) {
        season = Season.of(step);
        final long stepSeconds = Math.max(1, step.toSeconds());
        pointsOfCycle = (int) Math.max(1, season.cycle().toSeconds() / stepSeconds);
        final int capacity = switch (season) {
            case NONE -> POINTS_WITHOUT_SEASON;
            case DAY -> Math.min(MAXIMUM_POINTS, Math.max(POINTS_WITHOUT_SEASON, DAYS * pointsOfCycle));
            case WEEK -> WEEKS * pointsOfCycle;
        };
        values = new double[capacity];
        phases = new int[capacity];
        residuals = new SortedWindow(capacity + 1);
        scratch = new double[capacity];
        offsets = new double[season.phases()];
        knownPhases = new boolean[season.phases()];
    }

    public int size() {
        return size;
    }

    public void learn(final SeriesPoint point) {
        final double value = point.value();
        final int phase = season.phaseOf(point.timestamp());
        if (size == values.length) {
            residuals.remove(values[next] - offsets[phases[next]]);
            notCounts -= isCount(values[next]) ? 0 : 1;
        } else {
            size++;
        }
        values[next] = value;
        phases[next] = phase;
        next = (next + 1) % values.length;
        residuals.add(value - offsets[phase]);
        notCounts += isCount(value) ? 0 : 1;
        smallest = Math.min(smallest, value);
        learnedSinceFit++;
        if (size >= MINIMUM_POINTS && learnedSinceFit >= Math.min(pointsOfCycle, Math.max(1, size / 4))) {
            fit();
        }
    }

    /** Points needed before a word is said: half a day teaches nothing of the other half. */
    public int minimumPoints() {
        return Math.clamp(pointsOfCycle, MINIMUM_POINTS, values.length);
    }

    /** What to expect at an instant; empty where too little is known. */
    public Optional<Expectation> expectationAt(final Instant instant) {
        if (size < minimumPoints()) {
            return Optional.empty();
        }
        final int phase = season.phaseOf(instant);
        final double center = residuals.median() + offsets[phase];
        final double spread = Math.max(scaleOf(residuals, residuals.median()) * inflation, scaleOfUnknownSeason());
        final double scale = seasonal && !knownPhases[phase] ? Math.max(spread, rawScale) : spread;
        return Optional.of(new Expectation(center, Math.max(scale, smallestScale(center)), smallest >= 0));
    }

    /** Takes the rhythm anew from the window, and decides whether there is one. */
    private void fit() {
        learnedSinceFit = 0;
        Arrays.fill(offsets, 0);
        Arrays.fill(knownPhases, false);
        inflation = 1;
        seasonal = false;
        residuals.fill(values, size);
        resolution = residuals.resolution();
        final double rawMedian = residuals.median();
        rawScale = scaleOf(residuals, rawMedian);
        if (season == Season.NONE || size < MINIMUM_CYCLES * pointsOfCycle) {
            return;
        }

        int pointsOfPhase = Integer.MAX_VALUE;
        for (int phase = 0; phase < offsets.length; phase++) {
            int count = 0;
            for (int index = 0; index < size; index++) {
                if (phases[index] == phase) {
                    scratch[count++] = values[index];
                }
            }
            if (count >= MINIMUM_POINTS_OF_PHASE) {
                Arrays.sort(scratch, 0, count);
                offsets[phase] = SortedWindow.quantileOfSorted(scratch, count, 0.5) - rawMedian;
                knownPhases[phase] = true;
                pointsOfPhase = Math.min(pointsOfPhase, count);
            }
        }
        fillResiduals();
        inflation = Math.sqrt((pointsOfPhase + VARIANCE_OF_MEDIAN) / (pointsOfPhase - VARIANCE_OF_MEDIAN));
        seasonal = scaleOf(residuals, residuals.median()) * inflation < WORTHWHILE_SEASON * rawScale;
        if (!seasonal) {
            Arrays.fill(offsets, 0);
            inflation = 1;
            fillResiduals();
        }
    }

    private void fillResiduals() {
        for (int index = 0; index < size; index++) {
            scratch[index] = values[index] - offsets[phases[index]];
        }
        residuals.fill(scratch, size);
    }

    private static double scaleOf(final SortedWindow window, final double median) {
        final double byMedian = NORMAL_BY_MEDIAN_DISTANCE * window.medianDistance(median);
        return byMedian > 0 ? byMedian : NORMAL_BY_MEAN_DISTANCE * window.meanDistance(median);
    }

    /**
     * While it is too early to tell a rhythm, its low and high ends must count as normal: five working days alike would make each weekend
     * an incident.
     */
    private double scaleOfUnknownSeason() {
        return season == Season.NONE || size >= MINIMUM_CYCLES * pointsOfCycle
                ? 0
                : (residuals.quantile(0.9) - residuals.quantile(0.1)) / DECILES_BY_NORMAL;
    }

    /** The floor of the scale, so that a steady series does not cry wolf at the first breath of wind. */
    private double smallestScale(final double center) {
        if (resolution == 0) {
            return center == 0 ? 1 : RELATIVE_SCALE_OF_CONSTANT * Math.abs(center);
        }
        if (notCounts == 0 && center < RARE_EVENTS) {
            // Counts of rare events scatter by the root of their mean (Poisson), even where a quiet month shows less
            return Math.sqrt(Math.max(center, 1));
        }
        return Math.max(resolution, SMALLEST_RELATIVE_SCALE * Math.abs(center));
    }

    private static boolean isCount(final double value) {
        return value >= 0 && value == Math.rint(value);
    }

    /**
     * Center and scale of the next point.
     *
     * @param neverNegative whether no value of the past was below zero, as with counts and stocks
     */
    public record Expectation(double center, double scale, boolean neverNegative) {

        public double score(final double value) {
            return (value - center) / scale;
        }

        public ExpectedRange range(final double limit) {
            final double lower = center - limit * scale;
            final double upper = center + limit * scale;
            return new ExpectedRange(neverNegative && upper > 0 ? Math.max(0, lower) : lower, upper, true);
        }
    }
}
