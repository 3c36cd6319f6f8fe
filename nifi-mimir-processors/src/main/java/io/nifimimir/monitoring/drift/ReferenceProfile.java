/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a model has learnt from, in short: enough to say whether rows are still like it, and of no row what was in it.
 *
 * @param timeColumn by which rows fall into a part of the season; null where the data have no time
 * @param features columns that the model reads
 * @param prediction what it said of rows that it had not seen; null where that is not known
 * @param lowConfidence the confidence that it had in all but the least certain twentieth of these; null for numbers
 * @param losses of these rows by the name of the score that is made from them
 */
public record ReferenceProfile(
        String timeColumn,
        List<ColumnReference> features,
        ColumnReference prediction,
        Double lowConfidence,
        Map<String, LossReference> losses) {
    /** Format of {@link #toBytes}. */
    public static final int VERSION = 1;

    public ReferenceProfile {
        features = List.copyOf(features);
        losses = Map.copyOf(losses);
    }

    /** The features, and behind them the prediction. */
    public List<ColumnReference> columns() {
        final List<ColumnReference> columns = new ArrayList<>(features);
        if (prediction != null) {
            columns.add(prediction);
        }
        return columns;
    }

    public byte[] toBytes() {
        return DriftJson.compress(this);
    }

    /** @throws java.io.UncheckedIOException where the bytes are no reference of {@link #VERSION} */
    public static ReferenceProfile ofBytes(final byte[] bytes) {
        return DriftJson.decompress(bytes, ReferenceProfile.class);
    }
}
