/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rhythm;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rhythm of a series: how many points are due between two instants. Its period is the usual distance of two points, and runs faster or
 * slower with the hour of the day and the day of the week, as the points have come: through a weekend in which nobody reports it stands
 * still. Hours and days are those of UTC, whose distance from those of the place does not matter.
 */
public final class Rhythm {
    /** Format of {@link #toBytes}. */
    public static final int VERSION = 101;

    /** Fewer points have no rhythm. */
    public static final int MINIMUM_POINTS = 8;

    private static final int HOURS = 24;

    private static final int DAYS = 7;

    private static final long HOUR = Duration.ofHours(1).toMillis();

    private static final long DAY = HOURS * HOUR;

    private static final long WEEK = DAYS * DAY;

    /** The first Monday after 1970 began. */
    private static final long MONDAY = 4 * DAY;

    private static final long LONGEST_PERIOD_WITH_HOURS = 8 * HOUR;

    private static final long LONGEST_PERIOD_WITH_DAYS = 28 * HOUR;

    /** Fewer cycles show no rhythm, only what happened. */
    private static final int FEWEST_CYCLES = 3;

    /** Chi-squared of 23 and of 6 degrees of freedom that chance exceeds once in a hundred times. */
    private static final double SIGNIFICANT_OF_HOURS = 41.6;

    private static final double SIGNIFICANT_OF_DAYS = 16.8;

    private static final double USUAL_SHARE = 0.95;

    private final double medianMillis;

    private final double periodMillis;

    private final double longest;

    private final float[] ofHours;

    private final float[] ofDays;

    /** Periods from the beginning of the week to that of each of its hours. */
    private final double[] elapsed = new double[DAYS * HOURS + 1];

    private Rhythm(
            final double medianMillis,
            final double periodMillis,
            final double longest,
            final float[] ofHours,
            final float[] ofDays) {
        this.medianMillis = medianMillis;
        this.periodMillis = periodMillis;
        this.longest = longest;
        this.ofHours = ofHours;
        this.ofDays = ofDays;
        for (int hour = 0; hour < DAYS * HOURS; hour++) {
            elapsed[hour + 1] = elapsed[hour] + ofDays[hour / HOURS] * ofHours[hour % HOURS] * HOUR / periodMillis;
        }
    }

    /** The same period at all times. */
    public static Rhythm every(final Duration period) {
        return new Rhythm(period.toMillis(), period.toMillis(), 1, even(HOURS), even(DAYS));
    }

    /**
     * The rhythm in which points have come; empty where they are too few.
     *
     * @param epochMillis instants of the points, rising
     */
    public static Optional<Rhythm> of(final long[] epochMillis) {
        if (epochMillis.length < MINIMUM_POINTS) {
            return Optional.empty();
        }
        final double[] distances = new double[epochMillis.length - 1];
        for (int index = 0; index < distances.length; index++) {
            distances[index] = epochMillis[index + 1] - epochMillis[index];
        }
        Arrays.sort(distances);
        final double median = Math.max(1, quantile(distances, 0.5));
        final long span = epochMillis[epochMillis.length - 1] - epochMillis[0];
        final float[] ofHours = median <= LONGEST_PERIOD_WITH_HOURS && span >= FEWEST_CYCLES * DAY
                ? shares(epochMillis, HOURS, HOUR, SIGNIFICANT_OF_HOURS)
                : even(HOURS);
        final float[] ofDays = median <= LONGEST_PERIOD_WITH_DAYS && span >= FEWEST_CYCLES * WEEK
                ? shares(epochMillis, DAYS, DAY, SIGNIFICANT_OF_DAYS)
                : even(DAYS);
        final double[] periods = new Rhythm(median, median, 1, ofHours, ofDays).distances(epochMillis);
        final double usual = quantile(periods, 0.5);
        if (!(usual > 0)) {
            return Optional.of(new Rhythm(median, median, 1, even(HOURS), even(DAYS)));
        }
        return Optional.of(new Rhythm(
                median, median * usual, Math.max(1, quantile(periods, USUAL_SHARE) / usual), ofHours, ofDays));
    }

    /** Reads what {@link #toBytes} has written in this version. */
    public static Rhythm ofBytes(final byte[] bytes) {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        final double medianMillis = buffer.getDouble();
        final double periodMillis = buffer.getDouble();
        final double longest = buffer.getDouble();
        return new Rhythm(medianMillis, periodMillis, longest, floats(buffer, HOURS), floats(buffer, DAYS));
    }

    public byte[] toBytes() {
        final ByteBuffer buffer = ByteBuffer.allocate(3 * Double.BYTES + (HOURS + DAYS) * Float.BYTES);
        buffer.putDouble(medianMillis).putDouble(periodMillis).putDouble(longest);
        for (final float share : ofHours) {
            buffer.putFloat(share);
        }
        for (final float share : ofDays) {
            buffer.putFloat(share);
        }
        return buffer.array();
    }

    /** The usual distance of two points. */
    public Duration usualDistance() {
        return Duration.ofMillis(Math.round(medianMillis));
    }

    /** Periods that all but one of twenty points have come within; 1 where they come regularly. */
    public double longestUsual() {
        return longest;
    }

    /** Periods between two instants; negative where the second one is earlier. */
    public double periods(final long fromMillis, final long toMillis) {
        return position(toMillis) - position(fromMillis);
    }

    /** The first instant at which so many periods have passed. */
    public long after(final long fromMillis, final double periods) {
        long before = fromMillis;
        long after = fromMillis + (long) Math.ceil(periods / elapsed[DAYS * HOURS] + 1) * WEEK;
        while (before + 1 < after) {
            final long middle = before + (after - before) / 2;
            if (periods(fromMillis, middle) >= periods) {
                after = middle;
            } else {
                before = middle;
            }
        }
        return after;
    }

    private double position(final long millis) {
        final long week = Math.floorDiv(millis - MONDAY, WEEK);
        final long inWeek = Math.floorMod(millis - MONDAY, WEEK);
        final int hour = (int) (inWeek / HOUR);
        final double ofHour = (double) (inWeek % HOUR) / HOUR;
        return week * elapsed[DAYS * HOURS] + elapsed[hour] + ofHour * (elapsed[hour + 1] - elapsed[hour]);
    }

    private double[] distances(final long[] epochMillis) {
        final double[] periods = new double[epochMillis.length - 1];
        for (int index = 0; index < periods.length; index++) {
            periods[index] = periods(epochMillis[index], epochMillis[index + 1]);
        }
        Arrays.sort(periods);
        return periods;
    }

    /** How often points come in each phase of a cycle, 1 on average; the same in all of them where chance explains the difference. */
    private static float[] shares(
            final long[] epochMillis, final int phases, final long length, final double significant) {
        final int[] points = new int[phases];
        for (final long millis : epochMillis) {
            points[phase(Math.floorDiv(millis - MONDAY, length), phases)]++;
        }
        final int[] occurrences = new int[phases];
        final long last = Math.floorDiv(epochMillis[epochMillis.length - 1] - MONDAY, length);
        int total = 0;
        for (long at = Math.floorDiv(epochMillis[0] - MONDAY, length); at <= last; at++) {
            occurrences[phase(at, phases)]++;
            total++;
        }
        final float[] shares = new float[phases];
        double difference = 0;
        for (int phase = 0; phase < phases; phase++) {
            final double expected = (double) epochMillis.length * occurrences[phase] / total;
            shares[phase] = (float) (points[phase] / expected);
            difference += (points[phase] - expected) * (points[phase] - expected) / expected;
        }
        return difference > significant ? shares : even(phases);
    }

    private static int phase(final long at, final int phases) {
        return (int) Math.floorMod(at, (long) phases);
    }

    private static float[] even(final int phases) {
        final float[] shares = new float[phases];
        Arrays.fill(shares, 1);
        return shares;
    }

    private static float[] floats(final ByteBuffer buffer, final int count) {
        final float[] floats = new float[count];
        for (int index = 0; index < count; index++) {
            floats[index] = buffer.getFloat();
        }
        return floats;
    }

    private static double quantile(final double[] sorted, final double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
