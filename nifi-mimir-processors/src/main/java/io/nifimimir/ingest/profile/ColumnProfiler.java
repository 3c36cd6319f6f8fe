/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.ColumnProfile;
import io.nifimimir.dataset.ColumnStats;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.RowBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Profiles a column in one pass and in bounded memory. While a column has few distinct values all is exact; above, distinct values are counted by HyperLogLog
 * and quantiles by a KLL sketch. Not safe for use by several threads.
 */
public final class ColumnProfiler {
    private static final int SAMPLES = 5;
    private static final int SAMPLE_LENGTH = 200;
    private static final int FREQUENT_VALUES = 10;
    private static final int FREQUENT_PATTERNS = 5;

    private final DataType dataType;
    private final ProfileSize size;
    private final ValueCounts values;
    private final Moments moments = new Moments();
    private final List<Object> samples = new ArrayList<>();
    private HyperLogLog distinct;
    private Quantiles quantiles;
    private long nulls;
    private long count;
    private long trues;
    private int shortest = Integer.MAX_VALUE;
    private int longest;
    private long characters;
    private long firstSeconds = Long.MAX_VALUE;
    private int firstNanos;
    private long lastSeconds = Long.MIN_VALUE;
    private int lastNanos;
    private String first;
    private String last;

    public ColumnProfiler(final DataType dataType, final ProfileSize size) {
        this.dataType = dataType;
        this.size = size;
        values = new ValueCounts(size.distinctValues());
    }

    /**
     * Takes the cell, which is of the column's type or null.
     *
     * @return a hash by which the cell's value is told apart from others; 0 for null
     */
    public long accept(final RowBuffer row, final int index) {
        return switch (row.kind(index)) {
            case NULL -> {
                nulls++;
                yield 0;
            }
            case TEXT -> {
                final int length = row.end(index) - row.start(index);
                shortest = Math.min(shortest, length);
                longest = Math.max(longest, length);
                characters += length;
                yield value(Hashes.of(row.text(), row.start(index), row.end(index)), row, index);
            }
            case NUMBER -> acceptNumber(row, index);
            case BOOLEAN -> {
                count++;
                final boolean isTrue = row.isTrue(index);
                trues += isTrue ? 1 : 0;
                if (isTrue ? trues == 1 : count - trues == 1) {
                    sample(row, index);
                }
                yield isTrue ? 1 : 2;
            }
            case DATE, DATETIME, OFFSET_DATETIME -> acceptDatetime(row, index);
        };
    }

    /** Takes this many nulls: rows from before the column was found. */
    public void acceptNulls(final long rows) {
        nulls += rows;
    }

    private long acceptNumber(final RowBuffer row, final int index) {
        final double number = row.number(index);
        moments.accept(number);
        // 1, 1.0 and -0 are one value; what a double cannot hold is told apart by its digits
        final boolean exact = row.end(index) - row.start(index) <= 16;
        final long hash = exact
                ? Hashes.mix(Double.doubleToRawLongBits(number + 0.0))
                : Hashes.of(row.text(), row.start(index), row.end(index));
        final long told = value(hash, row, index);
        if (quantiles != null) {
            quantiles.accept(number);
        }
        return told;
    }

    private long acceptDatetime(final RowBuffer row, final int index) {
        final long seconds = row.epochSeconds(index);
        final int nanos = row.nanos(index);
        if (seconds < firstSeconds || (seconds == firstSeconds && nanos < firstNanos)) {
            firstSeconds = seconds;
            firstNanos = nanos;
            first = row.string(index);
        }
        if (seconds > lastSeconds || (seconds == lastSeconds && nanos > lastNanos)) {
            lastSeconds = seconds;
            lastNanos = nanos;
            last = row.string(index);
        }
        return value(Hashes.mix(seconds * 31 + nanos), row, index);
    }

    private long value(final long hash, final RowBuffer row, final int index) {
        count++;
        if (distinct == null && values.isFull()) {
            beginSketches();
        }
        final boolean isNew = values.add(hash, row.text(), row.start(index), row.end(index));
        if (isNew) {
            sample(row, index);
            if (distinct != null) {
                distinct.add(hash);
            }
        }
        return hash;
    }

    private void sample(final RowBuffer row, final int index) {
        if (samples.size() >= SAMPLES) {
            return;
        }
        final Object value = row.kind(index).isTemporal() ? row.string(index) : row.value(index);
        final Object shown = value instanceof String text && text.length() > SAMPLE_LENGTH
                ? text.substring(0, SAMPLE_LENGTH)
                : value;
        if (!samples.contains(shown)) {
            samples.add(shown);
        }
    }

    /** Exact counting ends here; what has been counted goes into the sketches. */
    private void beginSketches() {
        distinct = new HyperLogLog(size.logRegisters());
        quantiles = dataType == DataType.NUMERIC ? new Quantiles(size.quantileSize()) : null;
        fill(distinct, quantiles);
    }

    private void fill(final HyperLogLog distinctSketch, final Quantiles quantileSketch) {
        values.forEach((hash, value, occurrences) -> {
            distinctSketch.add(hash);
            if (quantileSketch != null) {
                quantileSketch.accept(Double.parseDouble(value), occurrences);
            }
        });
    }

    public long uniqueCount() {
        if (dataType == DataType.BOOLEAN) {
            return (trues > 0 ? 1L : 0L) + (trues < count ? 1L : 0L);
        }
        return distinct == null ? values.size() : Math.min(count, Math.round(distinct.estimate()));
    }

    public long nullCount() {
        return nulls;
    }

    public DataType dataType() {
        return dataType;
    }

    public Column toColumn(final String name, final int index, final boolean timeSeries) {
        final Map<String, Double> ranks = quantileValues();
        final ColumnStats stats = dataType == DataType.NUMERIC && count > 0
                ? new ColumnStats(
                        moments.min(),
                        moments.max(),
                        moments.mean(),
                        ranks.get(String.valueOf(Quantiles.MEDIAN)),
                        moments.standardDeviation(),
                        moments.sum(),
                        moments.count())
                : null;
        return new Column(
                name,
                index,
                dataType,
                timeSeries,
                nulls,
                uniqueCount(),
                distinct == null,
                stats,
                List.copyOf(samples),
                count == 0 ? null : profile(ranks));
    }

    private Map<String, Double> quantileValues() {
        if (dataType != DataType.NUMERIC || count == 0) {
            return Map.of();
        }
        if (quantiles != null) {
            return quantiles.estimates();
        }
        final double[] numbers = new double[values.size()];
        final long[] occurrences = new long[values.size()];
        final int[] index = new int[1];
        values.forEach((hash, value, times) -> {
            numbers[index[0]] = Double.parseDouble(value);
            occurrences[index[0]++] = times;
        });
        return Quantiles.exact(numbers, occurrences);
    }

    private ColumnProfile profile(final Map<String, Double> ranks) {
        final boolean isText = dataType == DataType.STRING;
        return new ColumnProfile(
                distinct == null ? 0 : distinct.relativeError(),
                ranks,
                quantiles == null ? 0 : quantiles.sketch().getNormalizedRankError(false),
                frequentValues(),
                values.error(),
                first == null ? null : new ColumnProfile.Range(first, last),
                isText ? new ColumnProfile.Lengths(shortest, (double) characters / count, longest) : null,
                isText ? TextPatterns.mostFrequent(values, FREQUENT_PATTERNS) : List.of(),
                sketches());
    }

    private List<ColumnProfile.Frequency> frequentValues() {
        if (dataType != DataType.BOOLEAN) {
            return values.mostFrequent(FREQUENT_VALUES);
        }
        final List<ColumnProfile.Frequency> words = new ArrayList<>();
        words.add(new ColumnProfile.Frequency("true", trues));
        words.add(trues * 2 >= count ? 1 : 0, new ColumnProfile.Frequency("false", count - trues));
        words.removeIf(word -> word.count() == 0);
        return words;
    }

    /** What a later file's profile can be merged with, and a drift be told by, without the rows of this one. */
    private Map<String, byte[]> sketches() {
        if (dataType == DataType.BOOLEAN) {
            return Map.of();
        }
        final boolean exact = distinct == null;
        final HyperLogLog distinctSketch = exact ? new HyperLogLog(size.logRegisters()) : distinct;
        Quantiles quantileSketch = quantiles;
        if (exact) {
            quantileSketch = dataType == DataType.NUMERIC ? new Quantiles(size.quantileSize()) : null;
            fill(distinctSketch, quantileSketch);
        }
        return new ColumnSketches(distinctSketch, quantileSketch == null ? null : quantileSketch.sketch()).toWire();
    }
}
