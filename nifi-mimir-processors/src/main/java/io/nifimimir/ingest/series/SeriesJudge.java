/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.SeriesGap;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.ingest.profile.ColumnProfiler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Judges, when all rows have been seen, whether what was found in the first of them is a time series. */
final class SeriesJudge {
    private static final double MIN_UNIQUE_SHARE = 0.5;
    private static final int LISTED_GAPS = 100;

    private final SeriesOptions options;
    private final List<String> names;
    private final List<ColumnProfiler> profiles;
    private final boolean[] keys;

    /** @param keys whether a column's name says that its numbers are keys */
    SeriesJudge(
            final SeriesOptions options,
            final List<String> names,
            final List<ColumnProfiler> profiles,
            final boolean[] keys) {
        this.options = options;
        this.names = names;
        this.profiles = profiles;
        this.keys = keys;
    }

    SeriesFinding judge(
            final int date,
            final List<Integer> entities,
            final double uniqueShare,
            final long rows,
            final SeriesClock clock) {
        final boolean forced = options.dateColumn().isPresent() || options.required();
        if (date < 0) {
            return SeriesFinding.none(
                    "no datetime column in at least %.0f %% of the rows".formatted(100 * SeriesScout.MIN_DATED_SHARE));
        }
        final String dateName = names.get(date);
        final long undated = profiles.get(date).nullCount();
        if (undated > (1 - SeriesScout.MIN_DATED_SHARE) * rows && !forced) {
            return SeriesFinding.none(
                    "[%s] is empty in %.0f %% of the rows".formatted(dateName, 100.0 * undated / rows));
        }
        if (uniqueShare < MIN_UNIQUE_SHARE && !forced) {
            return SeriesFinding.none(
                    "many rows share one value of [%s], and no columns tell them apart".formatted(dateName));
        }
        final List<Integer> metrics = metricColumns(date, entities);
        if (metrics.isEmpty()) {
            return SeriesFinding.none("no numeric column varies over [%s]".formatted(dateName));
        }
        final SeriesClock.Rhythm rhythm = clock.rhythm();
        if (rhythm.points() < (forced ? 1 : SeriesScout.MIN_POINTS_PER_SERIES)) {
            return SeriesFinding.none("[%s] has %d different values only".formatted(dateName, rhythm.points()));
        }
        final TimeSeriesConfig config = config(date, entities, metrics, rhythm);
        return new SeriesFinding(config, describe(config) + (rhythm.cut() ? ", judged by the first rows" : ""));
    }

    private TimeSeriesConfig config(
            final int date,
            final List<Integer> entities,
            final List<Integer> metrics,
            final SeriesClock.Rhythm rhythm) {
        final Column axis = profiles.get(date).toColumn(names.get(date), date, true);
        return new TimeSeriesConfig(
                names.get(date),
                metrics.stream().map(names::get).toList(),
                entities.stream().map(names::get).toList(),
                rhythm.frequency(),
                rhythm.stepSeconds(),
                axis.profile().range().min(),
                axis.profile().range().max(),
                rhythm.gapCount() > 0,
                rhythm.gapCount(),
                rhythm.duplicates(),
                rhythm.sorted(),
                rhythm.seriesCount(),
                listed(rhythm.gaps()));
    }

    private static List<SeriesGap> listed(final List<SeriesClock.Gap> gaps) {
        return gaps.stream()
                .sorted(Comparator.comparingLong(SeriesClock.Gap::missing).reversed())
                .limit(LISTED_GAPS)
                .sorted(Comparator.comparingLong(SeriesClock.Gap::from))
                .map(gap -> new SeriesGap(
                        gap.series(),
                        Instant.ofEpochSecond(gap.from()).toString(),
                        Instant.ofEpochSecond(gap.to()).toString(),
                        gap.missing()))
                .toList();
    }

    private List<Integer> metricColumns(final int date, final List<Integer> entities) {
        final List<Integer> metrics = new ArrayList<>();
        for (int index = 0; index < profiles.size(); index++) {
            final boolean wanted = options.metricColumns().contains(names.get(index));
            final boolean varies = profiles.get(index).dataType() == DataType.NUMERIC
                    && profiles.get(index).uniqueCount() > 1;
            final boolean free = index != date && !entities.contains(index) && !keys[index];
            if (wanted || (options.metricColumns().isEmpty() && varies && free)) {
                metrics.add(index);
            }
        }
        return metrics;
    }

    private static String describe(final TimeSeriesConfig config) {
        final String by = config.entityColumns().isEmpty()
                ? "one series"
                : "%d series by %s".formatted(config.seriesCount(), String.join(", ", config.entityColumns()));
        final String rhythm = config.frequency() == Frequency.IRREGULAR
                ? "at irregular distances"
                : config.frequency().wireName();
        return "%s over [%s], %s".formatted(by, config.dateColumn(), rhythm);
    }
}
