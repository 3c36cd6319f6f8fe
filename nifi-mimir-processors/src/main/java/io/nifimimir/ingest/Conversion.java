/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.series.SeriesFinding;
import io.nifimimir.ingest.typing.ColumnDecision;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A source on its way to datasets, one for each of its tables. The first rows tell how the columns are likely read; by that all rows are typed, profiled and
 * encoded in one pass, which also gathers what settles the readings over the whole column. Only where that differs is the table read once more.
 */
public final class Conversion implements Closeable {
    /** Under this name, {@code source_info} lists the columns that can be read in several ways, and these ways, the one taken first. */
    public static final String AMBIGUOUS_COLUMNS = "ambiguous_columns";

    private static final int SAMPLE_ROWS = 1_000;

    /** One by the sample's readings, one by the settled ones, and one by the forms that these turn out to need. */
    private static final int MAX_PASSES = 3;

    private final SourceType sourceType;
    private final SourceTables tables;
    private final IngestOptions options;
    private final Clock clock;

    Conversion(final SourceType sourceType, final SourceTables tables, final IngestOptions options, final Clock clock) {
        this.sourceType = sourceType;
        this.tables = tables;
        this.options = options;
        this.clock = clock;
    }

    /** Names of the tables, such as sheets; the one table of a source without names has an empty one. */
    public List<String> tables() {
        return tables.names();
    }

    /**
     * Reads a table to its end, settles the types and profiles the columns.
     *
     * @param table index of its name
     * @param metadata stands in the header as it is
     * @return the dataset, to be written and then closed
     * @throws IngestException where the content is no table, or not what the options say; nothing is kept of it
     */
    public ConvertedDataset convert(
            final int table,
            final DatasetEncoding encoding,
            final Map<String, Object> metadata,
            final Rejections rejections)
            throws IOException {
        try {
            return convertTable(table, encoding, metadata, rejections);
        } catch (final IngestException e) {
            throw tables.names().size() == 1
                    ? e
                    : IngestException.within(tables.names().get(table), e);
        }
    }

    private ConvertedDataset convertTable(
            final int table,
            final DatasetEncoding encoding,
            final Map<String, Object> metadata,
            final Rejections rejections)
            throws IOException {
        final RowBatch batch = new RowBatch();
        TablePass sample = sample(table, List.of(), batch);
        List<ColumnDecision> readings = sample.typing().decide();
        if (!sample.typing().reads(readings)) {
            sample = sample(table, readings, batch);
        }
        List<ColumnForm> forms = sample.typing().forms(readings);
        for (int attempt = 1; attempt <= MAX_PASSES; attempt++) {
            final Spool spool = new Spool();
            boolean kept = false;
            try (TableReader reader = tables.read(table, rejections)) {
                final TablePass pass = new TablePass(reader, options, rejections, readings, forms);
                pass.run(batch, encoding, spool.output());
                requireRows(reader, pass);
                readings = pass.typing().decide();
                forms = pass.typing().forms(readings);
                if (pass.holds(readings, encoding)) {
                    final DatasetHeader header = header(table, reader, pass, readings, metadata);
                    kept = true;
                    return new ConvertedDataset(header, forms, encoding, spool);
                }
            } finally {
                if (!kept) {
                    spool.close();
                }
            }
            rejections.restart();
        }
        throw new IllegalStateException(
                "The readings of the columns were not settled in %d passes".formatted(MAX_PASSES));
    }

    private TablePass sample(final int table, final List<ColumnDecision> readings, final RowBatch batch)
            throws IOException {
        try (TableReader reader = tables.read(table, NoRejections.INSTANCE)) {
            final TablePass pass = new TablePass(reader, options, NoRejections.INSTANCE, readings, List.of());
            pass.sample(batch, SAMPLE_ROWS);
            return pass;
        }
    }

    private void requireRows(final TableReader reader, final TablePass pass) throws IngestException {
        if (pass.typing().rows() == 0) {
            throw new IngestException("No rows: found %s, expected rows of data below"
                    .formatted(reader.columns().isEmpty() ? "no header either" : "the header " + reader.columns()));
        }
    }

    private DatasetHeader header(
            final int table,
            final TableReader reader,
            final TablePass pass,
            final List<ColumnDecision> readings,
            final Map<String, Object> metadata)
            throws IngestException {
        requireSeriesColumns(reader.columns(), readings);
        final SeriesFinding series = pass.profile().series();
        if (series.config() == null && options.series().required()) {
            throw new IngestException("No time series: " + series.reason());
        }
        final Map<String, Object> decisions = new LinkedHashMap<>();
        final Map<String, Object> doubts = new LinkedHashMap<>();
        final Map<String, Object> misfits = new LinkedHashMap<>();
        final Map<String, Object> nullWords = new LinkedHashMap<>();
        for (int index = 0; index < readings.size(); index++) {
            final String name = reader.columns().get(index);
            decisions.put(name, readings.get(index).reason());
            if (readings.get(index).isAmbiguous()) {
                doubts.put(name, readings.get(index).alternatives());
            }
            if (pass.typing().misfits(index) > 0) {
                misfits.put(name, pass.typing().misfits(index));
            }
            if (!pass.typing().nullWords(index).isEmpty()) {
                nullWords.put(name, described(pass.typing().nullWords(index)));
            }
        }
        final Map<String, Object> info = new LinkedHashMap<>(reader.sourceInfo());
        info.put("type_decisions", decisions);
        if (!doubts.isEmpty()) {
            info.put(AMBIGUOUS_COLUMNS, doubts);
        }
        if (!misfits.isEmpty()) {
            info.put("misfit_cells", misfits);
        }
        if (!nullWords.isEmpty()) {
            info.put(DatasetHeader.NULL_WORDS, nullWords);
        }
        info.put("timeseries_decision", series.reason());
        return new DatasetHeader(
                tables.sourceType(table).orElse(sourceType),
                withoutNamesAsKeys(info),
                pass.profile().columns(series.config()),
                pass.typing().rows(),
                series.config(),
                pass.profile().rowProfile(),
                metadata,
                clock.instant());
    }

    /** Such as {@code 2,073 as NA}. */
    private static String described(final Map<String, Long> cellsByWord) {
        return cellsByWord.entrySet().stream()
                .map(cells -> String.format(Locale.ROOT, "%,d as %s", cells.getValue(), cells.getKey()))
                .collect(Collectors.joining(", "));
    }

    /**
     * Puts {@code {"name": "amount", "value": "..."}} in place of {@code "amount": "..."}: a reader that looks for the field {@code rows} would else take a
     * column of that name for the rows of the dataset.
     */
    private static Map<String, Object> withoutNamesAsKeys(final Map<String, Object> info) {
        final Map<String, Object> safe = new LinkedHashMap<>();
        info.forEach((key, value) -> safe.put(
                key,
                value instanceof Map<?, ?> byName
                        ? byName.entrySet().stream().map(Conversion::named).toList()
                        : value));
        return safe;
    }

    private static Map<String, Object> named(final Map.Entry<?, ?> entry) {
        final Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", entry.getKey());
        // A field without a value stays visible as one, which Map.of would refuse.
        named.put("value", entry.getValue());
        return named;
    }

    private void requireSeriesColumns(final List<String> names, final List<ColumnDecision> readings)
            throws IngestException {
        if (options.series().dateColumn().isPresent()) {
            requireColumn("Date column", options.series().dateColumn().get(), DataType.DATETIME, names, readings);
        }
        for (final String metric : options.series().metricColumns()) {
            requireColumn("Metric column", metric, DataType.NUMERIC, names, readings);
        }
        for (final String entity : options.series().entityColumns()) {
            requireColumn("Entity column", entity, names);
        }
    }

    private static void requireColumn(
            final String what,
            final String name,
            final DataType type,
            final List<String> names,
            final List<ColumnDecision> readings)
            throws IngestException {
        final int index = requireColumn(what, name, names);
        if (readings.get(index).dataType() != type) {
            throw new IngestException("%s [%s] is %s: %s"
                    .formatted(
                            what,
                            name,
                            readings.get(index).dataType().wireName(),
                            readings.get(index).reason()));
        }
    }

    private static int requireColumn(final String what, final String name, final List<String> names)
            throws IngestException {
        final int index = names.indexOf(name);
        if (index < 0) {
            throw new IngestException("%s [%s] is not in the table, which has %s".formatted(what, name, names));
        }
        return index;
    }

    @Override
    public void close() throws IOException {
        tables.close();
    }
}
