/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.TimeSeriesConfig;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns content of any known kind into a dataset. Safe for use by several threads. */
public final class DatasetConverter {
    /** More than any table that people keep, and far less than what a hostile file would need to exhaust the memory by its header. */
    static final int MAX_COLUMNS = 16_384;

    /** Every reader of JSON takes texts of this length; longer than any article, shorter than a file that is no table. */
    private static final int MAX_CELL_CHARACTERS = 10_000_000;

    private final List<DataAdapter> adapters;
    private final Clock clock;

    /** @param adapters in the order of preference among those that are equally sure */
    public DatasetConverter(final List<DataAdapter> adapters, final Clock clock) {
        this.adapters = List.copyOf(adapters);
        this.clock = clock;
    }

    /** Knows each adapter of the bundle. */
    public static DatasetConverter standard() {
        return new DatasetConverter(
                List.of(new ExcelAdapter(), new JsonAdapter(), new CsvAdapter()), Clock.systemUTC());
    }

    /**
     * Reads the content to its end, settles the types and profiles the columns.
     *
     * @param metadata stands in the header as it is
     * @return the dataset, to be written and then closed
     * @throws IngestException where the content is no table, or not what the options say; nothing is kept of it
     */
    public ConvertedDataset convert(
            final ContentSource source,
            final IngestOptions options,
            final Map<String, Object> metadata,
            final RejectedRows rejections)
            throws IOException {
        final DataAdapter adapter = choose(source, options);
        final RowSpool spool = new RowSpool();
        try (TableReader table = adapter.open(source, options, rejections)) {
            final List<ColumnInference> inferences = readAll(table, spool, options);
            if (spool.rowCount() == 0) {
                throw new IngestException("No rows: found %s, expected rows of data below"
                        .formatted(table.columns().isEmpty() ? "no header either" : "the header " + table.columns()));
            }
            final List<ColumnReading> readings = decide(table, inferences);
            final DatasetHeader header = profile(adapter, table, readings, spool, options, metadata);
            return new ConvertedDataset(header, readings, spool);
        } catch (final IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private DataAdapter choose(final ContentSource source, final IngestOptions options) throws IngestException {
        if (options.format().isPresent()) {
            return adapters.stream()
                    .filter(adapter -> adapter.sourceType() == options.format().get())
                    .findFirst()
                    .orElseThrow(() -> new IngestException("No adapter reads [%s]"
                            .formatted(options.format().get().wireName())));
        }
        if (source.prefix().length == 0) {
            throw new IngestException("The file is empty (0 bytes): expected a table");
        }
        DataAdapter best = null;
        DataAdapter.Confidence bestConfidence = DataAdapter.Confidence.NONE;
        for (final DataAdapter adapter : adapters) {
            final DataAdapter.Confidence confidence = adapter.recognise(source);
            if (confidence.compareTo(bestConfidence) > 0) {
                best = adapter;
                bestConfidence = confidence;
            }
        }
        if (best == null) {
            throw new IngestException("The content is none of CSV, Excel or JSON: it begins with the bytes "
                    + hexadecimal(source.prefix()));
        }
        return best;
    }

    private static String hexadecimal(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int index = 0; index < Math.min(bytes.length, 8); index++) {
            text.append(index == 0 ? "" : " ").append("%02X".formatted(bytes[index]));
        }
        return text.toString();
    }

    private static List<ColumnInference> readAll(
            final TableReader table, final RowSpool spool, final IngestOptions options) throws IOException {
        final List<ColumnInference> inferences = new ArrayList<>();
        for (Object[] row = table.next(); row != null; row = table.next()) {
            if (table.columns().size() > MAX_COLUMNS) {
                throw new IngestException("%s: more than %,d columns".formatted(table.place(), MAX_COLUMNS));
            }
            while (inferences.size() < table.columns().size()) {
                inferences.add(new ColumnInference(options.nullWords(), table.isTextTyped()));
            }
            for (int index = 0; index < row.length; index++) {
                requireSaneLength(row[index], table);
                inferences.get(index).accept(row[index], table);
            }
            spool.add(row);
        }
        return inferences;
    }

    private static void requireSaneLength(final Object cell, final TableReader table) throws IngestException {
        if (cell instanceof String text && text.length() > MAX_CELL_CHARACTERS) {
            throw new IngestException("%s: a cell of %,d characters, expected at most %,d: is a quote not closed?"
                    .formatted(table.place(), text.length(), MAX_CELL_CHARACTERS));
        }
    }

    private static List<ColumnReading> decide(final TableReader table, final List<ColumnInference> inferences) {
        // One column with decimal commas, or fields between semicolons, says how the others are written
        final boolean decimalComma = inferences.stream().anyMatch(ColumnInference::isDecimalCommaOnly)
                || ";".equals(table.sourceInfo().get("delimiter"));
        final boolean monthFirst = inferences.stream().anyMatch(ColumnInference::isMonthFirstOnly);
        return inferences.stream()
                .map(inference -> inference.decide(decimalComma, monthFirst))
                .toList();
    }

    private DatasetHeader profile(
            final DataAdapter adapter,
            final TableReader table,
            final List<ColumnReading> readings,
            final RowSpool spool,
            final IngestOptions options,
            final Map<String, Object> metadata)
            throws IOException {
        final List<String> names = table.columns();
        final List<ColumnProfiler> profilers = readings.stream()
                .map(reading -> new ColumnProfiler(reading.dataType()))
                .toList();
        try (RowSpool.Cursor rows = spool.open()) {
            for (Object[] row = rows.next(); row != null; row = rows.next()) {
                for (int index = 0; index < profilers.size(); index++) {
                    profilers
                            .get(index)
                            .accept(index < row.length ? readings.get(index).read(row[index]) : null);
                }
            }
        }
        final TimeSeriesDetector.Finding finding =
                new TimeSeriesDetector(names, readings, profilers, options).detect(spool);
        final Optional<TimeSeriesConfig> config = Optional.ofNullable(finding.config());
        final List<Column> columns = new ArrayList<>(names.size());
        final Map<String, Object> decisions = new LinkedHashMap<>();
        for (int index = 0; index < names.size(); index++) {
            final String name = names.get(index);
            final boolean timeSeries = config.filter(
                            series -> series.dateColumn().equals(name)
                                    || series.metricColumns().contains(name))
                    .isPresent();
            columns.add(profilers.get(index).toColumn(name, index, timeSeries));
            decisions.put(name, readings.get(index).reason());
        }
        final Map<String, Object> sourceInfo = new LinkedHashMap<>(table.sourceInfo());
        sourceInfo.put("type_decisions", decisions);
        sourceInfo.put("timeseries_decision", finding.reason());
        return new DatasetHeader(
                adapter.sourceType(),
                sourceInfo,
                columns,
                spool.rowCount(),
                finding.config(),
                metadata,
                clock.instant());
    }
}
