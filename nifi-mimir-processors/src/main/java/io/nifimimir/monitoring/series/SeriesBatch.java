/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.series;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Points of many series on their way into the store, 20 bytes each. Not safe for use by several threads. */
public final class SeriesBatch {
    private final List<SeriesKey> series = new ArrayList<>();

    private final Map<SeriesKey, Integer> indexes = new HashMap<>();

    private final int[] seriesIndexes;

    private final long[] epochMillis;

    private final double[] values;

    private int size;

    public SeriesBatch(final int capacity) {
        this.seriesIndexes = new int[capacity];
        this.epochMillis = new long[capacity];
        this.values = new double[capacity];
    }

    /** The number of a series in this batch, by which its points are added; it lasts beyond {@link #clear()}. */
    public int indexOf(final SeriesKey key) {
        return indexes.computeIfAbsent(key, added -> {
            series.add(added);
            return series.size() - 1;
        });
    }

    public void add(final int seriesIndex, final long timestamp, final double value) {
        seriesIndexes[size] = seriesIndex;
        epochMillis[size] = timestamp;
        values[size] = value;
        size++;
    }

    /** Takes the points out. */
    public void clear() {
        size = 0;
    }

    public boolean isFull() {
        return size == values.length;
    }

    public int size() {
        return size;
    }

    /** All series that have been asked for, in the order of their numbers. */
    public List<SeriesKey> series() {
        return series;
    }

    public int seriesIndex(final int point) {
        return seriesIndexes[point];
    }

    public long epochMillis(final int point) {
        return epochMillis[point];
    }

    public double value(final int point) {
        return values[point];
    }
}
