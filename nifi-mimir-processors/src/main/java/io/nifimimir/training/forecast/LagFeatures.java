/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * What boosted trees see of a series at a step: values before it, means and deviations of the newest, and the calendar. Values are told
 * in units of the usual change, from the mean of the newest, so that series of any size teach each other.
 */
final class LagFeatures {
    /** Values that a step must have before it. */
    static final int FEWEST_BEFORE = 8;

    private static final int[] NEAR_LAGS = {1, 2, 3, 4, 5, 6, 7};
    private static final int[] WINDOWS = {4, 12};
    private static final int SEASONS = 2;
    private static final int CALENDAR = 4;
    static final int COUNT = NEAR_LAGS.length + 2 * WINDOWS.length + 3 * SEASONS + CALENDAR;

    private final RegularSeries series;
    private final int[] periods;
    private final double scale;

    /** @param known index of the first value that must not be known */
    LagFeatures(final RegularSeries series, final int known) {
        this.series = series;
        this.periods = SeasonalPeriods.of(series.step(), known);
        double sum = 0;
        int count = 0;
        for (int index = 1; index < known; index++) {
            final double change = Math.abs(series.values()[index] - series.values()[index - 1]);
            sum += Double.isFinite(change) ? change : 0;
            count += Double.isFinite(change) ? 1 : 0;
        }

        this.scale = count == 0 ? 0 : sum / count;
    }

    boolean isUsable() {
        return scale > 0;
    }

    /** Mean of the newest values before a step; NaN where all are missing. */
    double anchor(final double[] values, final int target) {
        final int window = Math.min(target, Math.max(FEWEST_BEFORE, periods.length > 0 ? periods[0] : 0));
        double sum = 0;
        int count = 0;
        for (int index = target - window; index < target; index++) {
            sum += Double.isNaN(values[index]) ? 0 : values[index];
            count += Double.isNaN(values[index]) ? 0 : 1;
        }

        return sum / count;
    }

    float label(final double value, final double anchor) {
        return (float) ((value - anchor) / scale);
    }

    double value(final float label, final double anchor) {
        return anchor + label * scale;
    }

    /** @param values those before the target, whatever stands behind them */
    void write(final double[] values, final int target, final double anchor, final float[] row, final int offset) {
        int place = offset;
        for (final int lag : NEAR_LAGS) {
            row[place++] = lagged(values, target, lag, anchor);
        }

        for (final int window : WINDOWS) {
            writeMoments(values, target, window, anchor, row, place);
            place += 2;
        }

        for (int season = 0; season < SEASONS; season++) {
            final int period = season < periods.length ? periods[season] : 0;
            row[place++] = period == 0 ? Float.NaN : lagged(values, target, period, anchor);
            row[place++] = period == 0 ? Float.NaN : lagged(values, target, 2 * period, anchor);
            row[place++] = period == 0 ? Float.NaN : target % period;
        }

        final long instant = series.timeAhead(target - series.values().length + 1);
        final ZonedDateTime time = Instant.ofEpochMilli(instant).atZone(ZoneOffset.UTC);
        row[place++] = time.getMonthValue();
        row[place++] = time.getDayOfMonth();
        row[place++] = time.getDayOfWeek().getValue();
        row[place] = time.getHour();
    }

    private float lagged(final double[] values, final int target, final int lag, final double anchor) {
        return target < lag ? Float.NaN : label(values[target - lag], anchor);
    }

    private void writeMoments(
            final double[] values,
            final int target,
            final int window,
            final double anchor,
            final float[] row,
            final int place) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int index = Math.max(0, target - window); index < target; index++) {
            if (!Double.isNaN(values[index])) {
                final double part = (values[index] - anchor) / scale;
                sum += part;
                squares += part * part;
                count++;
            }
        }

        final double mean = sum / count;
        row[place] = (float) mean;
        row[place + 1] = (float) Math.sqrt(Math.max(0, squares / count - mean * mean));
    }
}
