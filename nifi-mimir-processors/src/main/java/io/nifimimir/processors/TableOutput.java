/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.excel.ExcelOptions;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.ProcessSession;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What becomes of one table of a flowfile: the dataset and the rows that were rejected. The flowfile itself is written where it holds one table only. */
final class TableOutput {
    private final ProcessSession session;
    private final FlowFile source;
    private final List<String> tables;
    private final int table;
    private final RejectedRowsFlowFile rejections;
    private final long started = System.nanoTime();
    private FlowFile dataset;
    private DatasetHeader header;

    /** @param tables names of all tables of the flowfile */
    TableOutput(final ProcessSession session, final FlowFile source, final List<String> tables, final int table) {
        this.session = session;
        this.source = source;
        this.tables = tables;
        this.table = table;
        rejections = new RejectedRowsFlowFile(session, source);
    }

    /** Converts the table; the flowfile that holds it is written only when all of it has been read. */
    void write(final Conversion conversion, final DatasetEncoding encoding, final Map<String, Object> metadata)
            throws IOException {
        try (ConvertedDataset converted = conversion.convert(table, encoding, metadata, rejections)) {
            header = converted.header();
            rejections.finish();
            dataset = session.write(isOnly() ? source : session.create(source), converted::writeTo);
        }
        dataset = session.putAllAttributes(dataset, attributes(encoding));
    }

    private boolean isOnly() {
        return tables.size() == 1;
    }

    /** Drops what was made, because the whole flowfile goes to failure. */
    void discard() {
        rejections.discard();
        if (dataset != null && !isOnly()) {
            session.remove(dataset);
        }
    }

    void transfer(final ComponentLog logger) {
        final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        session.getProvenanceReporter().modifyContent(dataset, describe(), millis);
        session.transfer(dataset, ConvertToUnifiedDataset.SUCCESS);
        session.adjustCounter(ConvertToUnifiedDataset.ROWS_CONVERTED_COUNTER, header.rowCount(), false);
        rejections.transfer(ConvertToUnifiedDataset.REJECTED, tableAttributes(), logger);
    }

    /** Which of several tables it is. */
    private Map<String, String> tableAttributes() {
        return isOnly()
                ? Map.of()
                : Map.of(
                        MimirAttributes.TABLE,
                        tables.get(table),
                        MimirAttributes.FRAGMENT_IDENTIFIER,
                        source.getAttribute(CoreAttributes.UUID.key()),
                        MimirAttributes.FRAGMENT_INDEX,
                        String.valueOf(table),
                        MimirAttributes.FRAGMENT_COUNT,
                        String.valueOf(tables.size()));
    }

    private Map<String, String> attributes(final DatasetEncoding encoding) {
        final Map<String, String> attributes = new HashMap<>(tableAttributes());
        attributes.put(MimirAttributes.SOURCE, header.source().wireName());
        attributes.put(MimirAttributes.RECORD_COUNT, String.valueOf(header.rowCount()));
        attributes.put(MimirAttributes.COLUMN_COUNT, String.valueOf(header.columnCount()));
        attributes.put(CoreAttributes.MIME_TYPE.key(), encoding.mimeType());
        if (header.sourceInfo().get(Conversion.AMBIGUOUS_COLUMNS) instanceof List<?> columns) {
            final String names = columns.stream()
                    .map(column -> String.valueOf(((Map<?, ?>) column).get("name")))
                    .collect(Collectors.joining(","));
            attributes.put(MimirAttributes.AMBIGUOUS_COLUMNS, names);
        }
        if (header.sourceInfo().get(ExcelOptions.OTHER_TABLES) instanceof List<?> others) {
            attributes.put(
                    MimirAttributes.OTHER_TABLES,
                    others.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        header.findTimeSeries().ifPresent(series -> {
            attributes.put(MimirAttributes.TIME_SERIES_DATE_COLUMN, series.dateColumn());
            attributes.put(MimirAttributes.TIME_SERIES_METRIC_COLUMNS, String.join(",", series.metricColumns()));
            attributes.put(MimirAttributes.TIME_SERIES_ENTITY_COLUMNS, String.join(",", series.entityColumns()));
            attributes.put(
                    MimirAttributes.TIME_SERIES_FREQUENCY, series.frequency().wireName());
            attributes.put(MimirAttributes.TIME_SERIES_COUNT, String.valueOf(series.seriesCount()));
        });
        return attributes;
    }

    private String describe() {
        final String series = header.findTimeSeries()
                .map(TimeSeriesConfig::seriesCount)
                .map(count -> count + " time series")
                .orElse("no time series");
        return "%s to dataset: %d rows, %d columns, %s"
                .formatted(header.source().wireName(), header.rowCount(), header.columnCount(), series);
    }
}
