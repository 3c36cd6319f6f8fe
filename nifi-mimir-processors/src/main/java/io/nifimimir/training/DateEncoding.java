/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.DataType;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A date as days since 1970, month, day of week (1 is Monday) and day of month, in UTC.
 *
 * @param hour whether the hour is a feature, too: where it varied in training
 */
record DateEncoding(String column, boolean hour) implements ColumnEncoding.OfNumber {
    private static final double MILLIS_PER_DAY = 86_400_000;

    @Override
    public DataType columnType() {
        return DataType.DATETIME;
    }

    @Override
    public List<String> features() {
        final List<String> features = new ArrayList<>(
                List.of(column + ".days", column + ".month", column + ".day_of_week", column + ".day_of_month"));
        if (hour) {
            features.add(column + ".hour");
        }

        return features;
    }

    @Override
    public void encode(final double value, final float[] features, final int offset) {
        if (Double.isNaN(value)) {
            for (int index = offset; index < offset + (hour ? 5 : 4); index++) {
                features[index] = Float.NaN;
            }

            return;
        }

        final long epochMillis = Cells.epochMillis(value);
        final ZonedDateTime time = Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC);
        features[offset] = (float) (epochMillis / MILLIS_PER_DAY);
        features[offset + 1] = time.getMonthValue();
        features[offset + 2] = time.getDayOfWeek().getValue();
        features[offset + 3] = time.getDayOfMonth();
        if (hour) {
            features[offset + 4] = time.getHour();
        }
    }
}
