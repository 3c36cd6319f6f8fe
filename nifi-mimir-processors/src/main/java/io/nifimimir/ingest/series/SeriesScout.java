/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.profile.ColumnProfiler;
import io.nifimimir.ingest.profile.Hashes;
import io.nifimimir.ingest.profile.LongSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds out in one pass whether a table holds time series: which column is the time axis and which columns tell stacked series apart is chosen by the first
 * rows, and the rhythm is read off all of them. Not safe for use by several threads.
 */
public final class SeriesScout {
    /** Rows that the axis and the entity columns are chosen by. */
    private static final int SAMPLE_ROWS = 20_000;

    private static final int MOST_CANDIDATES = 64;

    /** Share of rows that must have a date. */
    static final double MIN_DATED_SHARE = 0.8;

    /** Share of rows that must be told apart by date and entity. */
    private static final double UNIQUE_ENOUGH = 0.98;

    /** A column that adds less than this to the share of rows told apart tells no series apart. */
    private static final double MIN_GAIN = 0.02;

    /** A series of fewer points on average is no series. */
    static final int MIN_POINTS_PER_SERIES = 4;

    private static final Pattern KEY_NAME =
            Pattern.compile("(?i).*(^|[ _.-])(id|code|no|nr|number|sensor|site|station|store|device)$");

    private final SeriesOptions options;
    private final List<String> names;
    private final List<ColumnProfiler> profiles;
    private final Map<Integer, ColumnSample> samples = new HashMap<>();
    private final SeriesClock clock = new SeriesClock();
    private int scannedColumns;
    private long rows;
    private boolean chosen;
    private ColumnSample date;
    private List<ColumnSample> entities = List.of();
    private double uniqueShare;

    /**
     * @param names the columns' names; both lists may grow while rows come
     * @param profiles the columns' profilers, each of the column's type
     */
    public SeriesScout(final SeriesOptions options, final List<String> names, final List<ColumnProfiler> profiles) {
        this.options = options;
        this.names = names;
        this.profiles = profiles;
    }

    /** @param hashes of the row's cells, as their profilers gave them; 0 for null */
    public void accept(final RowBuffer row, final long[] hashes) {
        if (!chosen) {
            sample(row, hashes);
            rows++;
            if (rows == SAMPLE_ROWS) {
                choose();
            }
            return;
        }
        rows++;
        if (date != null && row.kind(date.index()).isTemporal()) {
            long key = 0;
            for (final ColumnSample entity : entities) {
                key = Hashes.combine(key, hashes[entity.index()]);
            }
            clock.accept(key, row.epochSeconds(date.index()), () -> label(row));
        }
    }

    private List<String> label(final RowBuffer row) {
        return entities.stream()
                .map(entity -> row.kind(entity.index()) == CellKind.NULL ? "" : row.string(entity.index()))
                .toList();
    }

    private void sample(final RowBuffer row, final long[] hashes) {
        for (; scannedColumns < profiles.size(); scannedColumns++) {
            final boolean temporal = profiles.get(scannedColumns).dataType() == DataType.DATETIME;
            final boolean wanted = options.entityColumns().contains(names.get(scannedColumns));
            if (temporal || wanted || (canTellApart(scannedColumns) && samples.size() < MOST_CANDIDATES)) {
                samples.put(scannedColumns, new ColumnSample(scannedColumns, temporal));
            }
        }
        for (final ColumnSample sample : samples.values()) {
            sample.accept((int) rows, row, hashes[sample.index()]);
        }
    }

    private boolean canTellApart(final int index) {
        final DataType type = profiles.get(index).dataType();
        final boolean key =
                type == DataType.NUMERIC && KEY_NAME.matcher(names.get(index)).matches();
        return (type == DataType.STRING || key) && !options.metricColumns().contains(names.get(index));
    }

    /** Settles the axis and the entities by the rows sampled, and reads the rhythm of these. */
    private void choose() {
        chosen = true;
        final int sampled = (int) rows;
        double best = -1;
        for (final ColumnSample candidate : dateColumns(sampled)) {
            final List<ColumnSample> by = entityColumns(candidate, sampled);
            final double share = uniqueShare(candidate, by, sampled);
            // A date with so many entities that each has a point or two only is no time axis, and another one may be
            final boolean axis = share >= UNIQUE_ENOUGH && seriesCount(by, sampled) * MIN_POINTS_PER_SERIES <= sampled;
            final double rank = axis ? 2 : share - by.size();
            if (rank > best || date == null) {
                best = rank;
                date = candidate;
                entities = by;
                uniqueShare = share;
            }
            if (axis) {
                break;
            }
        }
        if (date == null) {
            samples.clear();
            return;
        }
        for (int row = 0; row < sampled; row++) {
            if (date.hash(row) != 0) {
                final int at = row;
                clock.accept(
                        key(row, entities),
                        date.seconds(row),
                        () -> entities.stream()
                                .map(entity -> entity.text(entity.hash(at)))
                                .toList());
            }
        }
        samples.clear();
    }

    /** Columns that may be the time axis, the likeliest first. */
    private List<ColumnSample> dateColumns(final int sampled) {
        if (options.dateColumn().isPresent()) {
            final ColumnSample wanted =
                    samples.get(names.indexOf(options.dateColumn().get()));
            return wanted != null && wanted.isTemporal() ? List.of(wanted) : List.of();
        }
        return samples.values().stream()
                .filter(ColumnSample::isTemporal)
                .filter(sample -> sample.nulls(sampled) <= (1 - MIN_DATED_SHARE) * sampled)
                .sorted(Comparator.comparingLong((ColumnSample sample) -> sample.nulls(sampled))
                        .thenComparingInt(ColumnSample::index))
                .toList();
    }

    /** Those that the user has set, or adds the column that tells the most rows of one instant apart, until they are told apart or no column helps. */
    private List<ColumnSample> entityColumns(final ColumnSample axis, final int sampled) {
        if (!options.entityColumns().isEmpty()) {
            return samples.values().stream()
                    .filter(sample -> options.entityColumns().contains(names.get(sample.index())))
                    .sorted(Comparator.comparingInt(ColumnSample::index))
                    .toList();
        }
        final List<ColumnSample> candidates = samples.values().stream()
                .filter(sample -> canBeEntity(sample, sampled))
                .sorted(Comparator.comparingInt(ColumnSample::index))
                .toList();
        final List<ColumnSample> taken = new ArrayList<>();
        double reached = uniqueShare(axis, taken, sampled);
        while (reached < UNIQUE_ENOUGH) {
            ColumnSample best = null;
            double bestShare = reached + MIN_GAIN;
            for (final ColumnSample candidate : candidates) {
                if (!taken.contains(candidate)) {
                    taken.add(candidate);
                    final double share = uniqueShare(axis, taken, sampled);
                    taken.removeLast();
                    if (share > bestShare) {
                        best = candidate;
                        bestShare = share;
                    }
                }
            }
            if (best == null) {
                break;
            }
            taken.add(best);
            reached = bestShare;
        }
        taken.sort(Comparator.comparingInt(ColumnSample::index));
        return taken;
    }

    private static long seriesCount(final List<ColumnSample> by, final int sampled) {
        return IntStream.range(0, sampled)
                .mapToLong(row -> key(row, by))
                .distinct()
                .count();
    }

    private boolean canBeEntity(final ColumnSample sample, final int sampled) {
        return !sample.isTemporal()
                && sample.distinct() >= 2
                && sample.distinct() <= sampled / MIN_POINTS_PER_SERIES
                && sample.nulls(sampled) * 10 <= sampled;
    }

    private static double uniqueShare(final ColumnSample axis, final List<ColumnSample> by, final int sampled) {
        final LongSet seen = new LongSet();
        long dated = 0;
        for (int row = 0; row < sampled; row++) {
            if (axis.hash(row) != 0) {
                dated++;
                seen.add(Hashes.combine(key(row, by), axis.hash(row)));
            }
        }
        return dated == 0 ? 0 : (double) seen.size() / dated;
    }

    private static long key(final int row, final List<ColumnSample> by) {
        long key = 0;
        for (final ColumnSample entity : by) {
            key = Hashes.combine(key, entity.hash(row));
        }
        return key;
    }

    /** What was found out, after the last row. */
    public SeriesFinding finish() {
        if (!chosen) {
            choose();
        }
        final boolean[] keys = new boolean[names.size()];
        for (int index = 0; index < keys.length; index++) {
            keys[index] = KEY_NAME.matcher(names.get(index)).matches();
        }
        return new SeriesJudge(options, names, profiles, keys)
                .judge(
                        date == null ? -1 : date.index(),
                        entities.stream().map(ColumnSample::index).toList(),
                        uniqueShare,
                        rows,
                        clock);
    }
}
