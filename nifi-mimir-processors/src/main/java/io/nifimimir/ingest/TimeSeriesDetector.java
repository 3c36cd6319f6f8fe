/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Datetimes;
import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.TimeSeriesConfig;

import java.io.IOException;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out whether a table holds time series: which column is the time axis, which columns tell the stacked series apart, and which are measured.
 */
final class TimeSeriesDetector {
    /** Rows that the entity columns are chosen by. */
    private static final int SAMPLE_ROWS = 20_000;

    /** Share of rows that must have a date. */
    private static final double MIN_DATED_SHARE = 0.8;

    /** Share of rows that must be told apart by date and entity. */
    private static final double UNIQUE_ENOUGH = 0.98;

    /** A column that adds less than this to the share of rows told apart tells no series apart. */
    private static final double MIN_GAIN = 0.02;

    /** A series of fewer points on average is no series. */
    private static final int MIN_POINTS_PER_SERIES = 4;

    private static final Pattern KEY_NAME =
            Pattern.compile("(?i).*(^|[ _.-])(id|code|no|nr|number|sensor|site|station|store|device)$");

    private final List<String> columns;
    private final List<ColumnReading> readings;
    private final List<ColumnProfiler> profiles;
    private final IngestOptions options;

    TimeSeriesDetector(
            final List<String> columns,
            final List<ColumnReading> readings,
            final List<ColumnProfiler> profiles,
            final IngestOptions options) {
        this.columns = columns;
        this.readings = readings;
        this.profiles = profiles;
        this.options = options;
    }

    /**
     * @param config null where the table holds no time series
     * @param reason why not, or how it was told
     */
    record Finding(TimeSeriesConfig config, String reason) {}

    /** @throws IngestException where a column that the user has named is missing or of another type */
    Finding detect(final RowSpool spool) throws IOException {
        final Optional<Integer> date = dateColumn(spool.rowCount());
        if (date.isEmpty()) {
            return new Finding(
                    null, "no datetime column in at least %.0f %% of the rows".formatted(100 * MIN_DATED_SHARE));
        }
        final int dateIndex = date.get();
        final List<Object[]> sample = sample(spool);
        final List<Integer> entities = entityColumns(sample, dateIndex);
        final double unique = uniqueShare(sample, dateIndex, entities);
        final boolean forced = options.dateColumn().isPresent();
        if (unique < 0.5 && !forced) {
            return new Finding(
                    null,
                    "many rows share one value of [%s], and no columns tell them apart"
                            .formatted(columns.get(dateIndex)));
        }
        final List<Integer> metrics = metricColumns(dateIndex, entities);
        if (metrics.isEmpty()) {
            return new Finding(null, "no numeric column varies over [%s]".formatted(columns.get(dateIndex)));
        }
        final SeriesClock clock = new SeriesClock();
        try (RowSpool.Cursor rows = spool.open()) {
            for (Object[] row = rows.next(); row != null; row = rows.next()) {
                final Object cell = cell(row, dateIndex);
                if (cell instanceof Temporal datetime) {
                    clock.accept(entityKey(row, entities), datetime);
                }
            }
        }
        final SeriesClock.Rhythm rhythm = clock.rhythm();
        if (!forced && rhythm.instants() < MIN_POINTS_PER_SERIES) {
            return new Finding(
                    null, "[%s] has %d different values only".formatted(columns.get(dateIndex), rhythm.instants()));
        }
        final TimeSeriesConfig config = new TimeSeriesConfig(
                columns.get(dateIndex),
                names(metrics),
                names(entities),
                rhythm.frequency(),
                rhythm.stepSeconds(),
                Datetimes.toText(rhythm.first()),
                Datetimes.toText(rhythm.last()),
                rhythm.gaps() > 0,
                rhythm.gaps(),
                rhythm.duplicates(),
                rhythm.sorted(),
                rhythm.seriesCount());
        return new Finding(config, describe(config));
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

    private Optional<Integer> dateColumn(final long rowCount) throws IngestException {
        if (options.dateColumn().isPresent()) {
            final int index = require(options.dateColumn().get(), "Date column");
            if (readings.get(index).dataType() != DataType.DATETIME) {
                throw new IngestException("Date column [%s] is %s: %s"
                        .formatted(
                                columns.get(index),
                                readings.get(index).dataType().wireName(),
                                readings.get(index).reason()));
            }
            return Optional.of(index);
        }
        return indexes().stream()
                .filter(index -> readings.get(index).dataType() == DataType.DATETIME)
                .filter(index -> profiles.get(index).nullCount() <= (1 - MIN_DATED_SHARE) * rowCount)
                .min(Comparator.comparing((Integer index) -> profiles.get(index).nullCount())
                        .thenComparing(Comparator.naturalOrder()));
    }

    private int require(final String name, final String what) throws IngestException {
        final int index = columns.indexOf(name);
        if (index < 0) {
            throw new IngestException("%s [%s] is not in the table, which has %s".formatted(what, name, columns));
        }
        return index;
    }

    private List<Object[]> sample(final RowSpool spool) throws IOException {
        final List<Object[]> sample = new ArrayList<>();
        try (RowSpool.Cursor rows = spool.open()) {
            for (Object[] row = rows.next(); row != null && sample.size() < SAMPLE_ROWS; row = rows.next()) {
                sample.add(row);
            }
        }
        return sample;
    }

    /** Adds the column that tells the most rows of one instant apart, until they are told apart or no column helps. */
    private List<Integer> entityColumns(final List<Object[]> sample, final int dateIndex) {
        final List<Integer> chosen = new ArrayList<>();
        double reached = uniqueShare(sample, dateIndex, chosen);
        while (reached < UNIQUE_ENOUGH) {
            int best = -1;
            double bestShare = reached + MIN_GAIN;
            for (final int candidate : indexes()) {
                if (!chosen.contains(candidate) && canBeEntity(candidate, dateIndex, sample.size())) {
                    final List<Integer> tried = new ArrayList<>(chosen);
                    tried.add(candidate);
                    final double share = uniqueShare(sample, dateIndex, tried);
                    if (share > bestShare) {
                        best = candidate;
                        bestShare = share;
                    }
                }
            }
            if (best < 0) {
                return chosen;
            }
            chosen.add(best);
            reached = bestShare;
        }
        chosen.sort(Comparator.naturalOrder());
        return chosen;
    }

    private boolean canBeEntity(final int index, final int dateIndex, final int rows) {
        if (index == dateIndex
                || profiles.get(index).uniqueCount() < 2
                || profiles.get(index).uniqueCount() > rows / MIN_POINTS_PER_SERIES) {
            return false;
        }
        final boolean key = readings.get(index).dataType() == DataType.NUMERIC
                && KEY_NAME.matcher(columns.get(index)).matches();
        final boolean mostlyFilled = profiles.get(index).nullCount() * 10 <= rows;
        return mostlyFilled
                && !options.metricColumns().contains(columns.get(index))
                && (readings.get(index).dataType() == DataType.STRING || key);
    }

    private double uniqueShare(final List<Object[]> sample, final int dateIndex, final List<Integer> entities) {
        final Set<List<Object>> seen = new HashSet<>();
        long dated = 0;
        for (final Object[] row : sample) {
            final Object date = cell(row, dateIndex);
            if (date != null) {
                dated++;
                seen.add(List.of(date, entityKey(row, entities)));
            }
        }
        return dated == 0 ? 0 : (double) seen.size() / dated;
    }

    private List<Integer> metricColumns(final int dateIndex, final List<Integer> entities) throws IngestException {
        final List<Integer> metrics = new ArrayList<>();
        for (final String name : options.metricColumns()) {
            final int index = require(name, "Metric column");
            if (readings.get(index).dataType() != DataType.NUMERIC) {
                throw new IngestException("Metric column [%s] is %s: %s"
                        .formatted(
                                name,
                                readings.get(index).dataType().wireName(),
                                readings.get(index).reason()));
            }
            metrics.add(index);
        }
        if (metrics.isEmpty()) {
            for (final int index : indexes()) {
                final boolean varies = readings.get(index).dataType() == DataType.NUMERIC
                        && profiles.get(index).uniqueCount() > 1;
                if (varies
                        && index != dateIndex
                        && !entities.contains(index)
                        && !KEY_NAME.matcher(columns.get(index)).matches()) {
                    metrics.add(index);
                }
            }
        }
        return metrics;
    }

    private String entityKey(final Object[] row, final List<Integer> entities) {
        if (entities.isEmpty()) {
            return "";
        }
        final StringBuilder key = new StringBuilder();
        for (final int index : entities) {
            // A separator that no cell of a text file holds
            key.append(cell(row, index)).append('\u001f');
        }
        return key.toString();
    }

    private Object cell(final Object[] row, final int index) {
        return index < row.length ? readings.get(index).read(row[index]) : null;
    }

    private List<Integer> indexes() {
        final List<Integer> indexes = new ArrayList<>(columns.size());
        for (int index = 0; index < columns.size(); index++) {
            indexes.add(index);
        }
        return indexes;
    }

    private List<String> names(final List<Integer> indexes) {
        return indexes.stream().map(columns::get).toList();
    }
}
