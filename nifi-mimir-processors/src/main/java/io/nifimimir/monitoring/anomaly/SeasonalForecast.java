/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import java.nio.ByteBuffer;

/**
 * One step ahead: the level, the last values, the mean of the hour of the day and that of the hour of the week, each by exponential
 * smoothing. The one with the smallest error so far speaks, so a season counts as soon as it explains more than its absence does.
 */
final class SeasonalForecast {
    private static final int HOURS_OF_DAY = 24;

    private static final int HOURS_OF_WEEK = 168;

    private static final int FORECASTS = 4;

    private static final float LEVEL_RATE = 0.02F;

    private static final float LAST_RATE = 0.3F;

    private static final float DAY_RATE = 0.03F;

    private static final float WEEK_RATE = 0.1F;

    private static final float ERROR_RATE = 0.002F;

    /** A more complicated forecast has to be better by this factor. */
    private static final double WORTHWHILE = 0.95;

    /** An incident must not decide which forecast is the best, so an error counts as no more than this many usual ones. */
    private static final float LARGEST_ERROR = 5;

    private static final int SETTLED = 50;

    private final float[] day = new float[HOURS_OF_DAY];

    private final short[] dayCounts = new short[HOURS_OF_DAY];

    private final float[] week = new float[HOURS_OF_WEEK];

    private final short[] weekCounts = new short[HOURS_OF_WEEK];

    private final float[] errors = new float[FORECASTS];

    private final double[] forecasts = new double[FORECASTS];

    private float level;

    private float last;

    private int count;

    /** What was expected at an instant. */
    double at(final long epochSecond) {
        forecast(epochSecond);
        int best = 0;
        for (int index = 1; index < FORECASTS; index++) {
            if (errors[index] < WORTHWHILE * errors[best]) {
                best = index;
            }
        }
        return forecasts[best];
    }

    private void forecast(final long epochSecond) {
        final int hourOfDay = phase(epochSecond, HOURS_OF_DAY);
        final int hourOfWeek = phase(epochSecond, HOURS_OF_WEEK);
        forecasts[0] = level;
        forecasts[1] = last;
        forecasts[2] = dayCounts[hourOfDay] > 0 ? day[hourOfDay] : level;
        forecasts[3] = weekCounts[hourOfWeek] > 0 ? week[hourOfWeek] : forecasts[2];
    }

    void learn(final long epochSecond, final double learned) {
        final float value = (float) learned;
        if (count == 0) {
            level = value;
            last = value;
        }
        forecast(epochSecond);
        final float mean = 1F / (count + 1);
        for (int index = 0; index < FORECASTS; index++) {
            final float error = (float) Math.abs(value - forecasts[index]);
            final float bounded =
                    count > SETTLED ? Math.min(error, LARGEST_ERROR * errors[index] + Float.MIN_NORMAL) : error;
            errors[index] += Math.max(ERROR_RATE, mean) * (bounded - errors[index]);
        }
        level += Math.max(LEVEL_RATE, mean) * (value - level);
        last += Math.max(LAST_RATE, mean) * (value - last);
        learnPhase(day, dayCounts, phase(epochSecond, HOURS_OF_DAY), DAY_RATE, value);
        learnPhase(week, weekCounts, phase(epochSecond, HOURS_OF_WEEK), WEEK_RATE, value);
        count++;
    }

    private static void learnPhase(
            final float[] means, final short[] counts, final int phase, final float rate, final float value) {
        counts[phase] = (short) Math.min(Short.MAX_VALUE, counts[phase] + 1);
        means[phase] += Math.max(rate, 1F / counts[phase]) * (value - means[phase]);
    }

    private static int phase(final long epochSecond, final int hours) {
        return (int) Math.floorMod(Math.floorDiv(epochSecond, 3_600L), (long) hours);
    }

    static int bytes() {
        return (HOURS_OF_DAY + HOURS_OF_WEEK) * (Float.BYTES + Short.BYTES)
                + (FORECASTS + 2) * Float.BYTES
                + Integer.BYTES;
    }

    void write(final ByteBuffer buffer) {
        for (int phase = 0; phase < HOURS_OF_DAY; phase++) {
            buffer.putFloat(day[phase]).putShort(dayCounts[phase]);
        }
        for (int phase = 0; phase < HOURS_OF_WEEK; phase++) {
            buffer.putFloat(week[phase]).putShort(weekCounts[phase]);
        }
        for (final float error : errors) {
            buffer.putFloat(error);
        }
        buffer.putFloat(level).putFloat(last).putInt(count);
    }

    void read(final ByteBuffer buffer) {
        for (int phase = 0; phase < HOURS_OF_DAY; phase++) {
            day[phase] = buffer.getFloat();
            dayCounts[phase] = buffer.getShort();
        }
        for (int phase = 0; phase < HOURS_OF_WEEK; phase++) {
            week[phase] = buffer.getFloat();
            weekCounts[phase] = buffer.getShort();
        }
        for (int index = 0; index < FORECASTS; index++) {
            errors[index] = buffer.getFloat();
        }
        level = buffer.getFloat();
        last = buffer.getFloat();
        count = buffer.getInt();
    }
}
