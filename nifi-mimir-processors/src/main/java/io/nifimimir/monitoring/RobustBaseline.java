/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the past of a series lets expect of its next point. The level is the median of the latest points; what remains is set against the median of
 * the same phase of the season (hour of the day, day of the week); the scale is 1.4826 times the median absolute deviation of what then remains, so
 * that a few wild points move neither (Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers). Only points before the one in question count.
 */
final class RobustBaseline {
    /** Fewer points say too little of what is normal. */
    static final int MIN_POINTS = 12;

    private static final int MIN_LEVEL_POINTS = 14;
    private static final int MAX_LEVEL_POINTS = 60;
    private static final int MIN_WINDOW = 200;
    private static final int MAX_WINDOW = 2_100;
    private static final int WINDOW_SEASONS = 7;

    /** A phase of the season is known from this many points on. */
    private static final int MIN_PHASE_POINTS = 3;

    /** Profile and scale change slowly, so they are computed anew only after this many points. */
    private static final int PROFILE_INTERVAL = 12;

    /** Consistent with the standard deviation of a normal distribution. */
    private static final double MAD_FACTOR = 1.4826;

    /** The same for the mean absolute deviation, for data of which more than half are equal. */
    private static final double MEAN_DEVIATION_FACTOR = 1.2533;

    /** A change of less than this share of the level is nothing to call a person for. */
    private static final double MIN_RELATIVE_SCALE = 0.01;

    private final long stepMillis;
    private final long seasonMillis;
    private final int seasonPoints;
    private final int levelPoints;
    private final int window;
    private final Deque<Double> recent = new ArrayDeque<>();
    private final Deque<Residual> residuals = new ArrayDeque<>();
    private Map<Long, Double> profile = Map.of();
    private double scale;
    private int sinceProfile = PROFILE_INTERVAL;
    private double resolution = Double.POSITIVE_INFINITY;
    private double previous = Double.NaN;
    private double level = Double.NaN;

    /** @param stepMillis the usual distance between points; 0 where it is not known */
    RobustBaseline(final long stepMillis) {
        this.stepMillis = Math.max(stepMillis, 1);
        seasonMillis = season(stepMillis);
        seasonPoints = (int) Math.min(MAX_WINDOW, seasonMillis / this.stepMillis);
        levelPoints = Math.clamp(2L * seasonPoints, MIN_LEVEL_POINTS, MAX_LEVEL_POINTS);
        window = Math.clamp((long) WINDOW_SEASONS * seasonPoints, MIN_WINDOW, MAX_WINDOW);
    }

    /** People and weather have a day, and what is counted by the day has a week. */
    private static long season(final long stepMillis) {
        final long day = Duration.ofDays(1).toMillis();
        if (stepMillis <= 0) {
            return 0;
        }
        if (stepMillis <= day / 4) {
            return day;
        }
        return stepMillis > day / 2 && stepMillis < 2 * day ? 7 * day : 0;
    }

    /** Points of one season; 0 where the series has none. */
    int seasonPoints() {
        return seasonPoints;
    }

    /** What is left of a point once the level is taken off, by the phase of its season. */
    private record Residual(long phase, double value) {}

    /** @param scale robust standard deviation around the center, greater than 0 */
    record Expectation(double center, double scale) {}

    /** Null while too little is known. */
    Expectation expect(final Instant timestamp) {
        if (residuals.size() < MIN_POINTS) {
            return null;
        }
        if (sinceProfile >= PROFILE_INTERVAL) {
            computeProfile();
        }
        final double center = level + profile.getOrDefault(phase(timestamp), 0.0);
        return new Expectation(center, Math.max(scale, floor()));
    }

    void learn(final SeriesPoint point) {
        if (recent.size() >= MIN_LEVEL_POINTS / 2) {
            residuals.addLast(new Residual(phase(point.timestamp()), point.value() - level));
            if (residuals.size() > window) {
                residuals.removeFirst();
            }
            sinceProfile++;
        }
        final double difference = Math.abs(point.value() - previous);
        if (difference > 0) {
            resolution = Math.min(resolution, difference);
        }
        previous = point.value();
        recent.addLast(point.value());
        if (recent.size() > levelPoints) {
            recent.removeFirst();
        }
        level = Quantiles.median(
                recent.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private long phase(final Instant timestamp) {
        return seasonMillis == 0 ? 0 : Math.floorMod(timestamp.toEpochMilli(), seasonMillis) / stepMillis;
    }

    private void computeProfile() {
        sinceProfile = 0;
        final Map<Long, List<Double>> byPhase = new HashMap<>();
        for (final Residual residual : residuals) {
            byPhase.computeIfAbsent(residual.phase(), phase -> new ArrayList<>())
                    .add(residual.value());
        }
        final Map<Long, Double> medians = new HashMap<>();
        byPhase.forEach((phase, values) -> {
            if (values.size() >= MIN_PHASE_POINTS) {
                medians.put(
                        phase,
                        Quantiles.median(
                                values.stream().mapToDouble(Double::doubleValue).toArray()));
            }
        });
        profile = medians;
        final double[] deviations = residuals.stream()
                .mapToDouble(residual -> Math.abs(residual.value() - medians.getOrDefault(residual.phase(), 0.0)))
                .toArray();
        scale = MAD_FACTOR * Quantiles.median(deviations);
        if (scale == 0) {
            double sum = 0;
            for (final double deviation : deviations) {
                sum += deviation;
            }
            scale = MEAN_DEVIATION_FACTOR * sum / deviations.length;
        }
    }

    private double floor() {
        final double step = Double.isFinite(resolution) ? resolution / 2 : 0;
        return Math.max(Math.max(MIN_RELATIVE_SCALE * Math.abs(level), step), Double.MIN_NORMAL);
    }
}
