/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.table.Cells;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A date as days since 1970, year, month, day of week (1 is Monday), day of month, and the place in the year as an angle, in UTC.
 *
 * @param hour whether the hour is a feature, too: where it varied in training
 */
record DateEncoding(String column, boolean hour) implements ColumnEncoding.OfNumber {
    private static final double MILLIS_PER_DAY = 86_400_000;
    private static final double DAYS_PER_YEAR = 365.2425;
    private static final List<String> PARTS =
            List.of(".days", ".year", ".month", ".day_of_week", ".day_of_month", ".season_sine", ".season_cosine");

    @Override
    public DataType columnType() {
        return DataType.DATETIME;
    }

    @Override
    public List<String> features() {
        final List<String> features = new ArrayList<>();
        PARTS.forEach(part -> features.add(column + part));
        if (hour) {
            features.add(column + ".hour");
        }

        return features;
    }

    @Override
    public void encode(final double value, final float[] features, final int offset) {
        if (Double.isNaN(value)) {
            Arrays.fill(features, offset, offset + PARTS.size() + (hour ? 1 : 0), Float.NaN);
            return;
        }

        final long epochMillis = Cells.epochMillis(value);
        final ZonedDateTime time = Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC);
        final double angle = 2 * Math.PI * time.getDayOfYear() / DAYS_PER_YEAR;
        features[offset] = (float) (epochMillis / MILLIS_PER_DAY);
        features[offset + 1] = time.getYear();
        features[offset + 2] = time.getMonthValue();
        features[offset + 3] = time.getDayOfWeek().getValue();
        features[offset + 4] = time.getDayOfMonth();
        // StrictMath, so that every machine gives the same bytes
        features[offset + 5] = (float) StrictMath.sin(angle);
        features[offset + 6] = (float) StrictMath.cos(angle);
        if (hour) {
            features[offset + 7] = time.getHour();
        }
    }
}
