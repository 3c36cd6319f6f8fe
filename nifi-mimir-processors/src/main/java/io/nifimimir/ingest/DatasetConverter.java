/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.archive.OpenedTables;
import io.nifimimir.ingest.archive.PlainOpener;
import io.nifimimir.ingest.archive.Unpacker;
import io.nifimimir.ingest.csv.CsvAdapter;
import io.nifimimir.ingest.excel.ExcelAdapter;
import io.nifimimir.ingest.json.JsonAdapter;
import io.nifimimir.ingest.layout.ForeignContent;
import io.nifimimir.ingest.markdown.MarkdownAdapter;
import io.nifimimir.ingest.selection.SelectedTables;

import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/** Turns content of any known kind into a dataset. Safe for use by several threads. */
public final class DatasetConverter {
    /** More than any table that people keep, and far less than what a hostile file would need to exhaust the memory by its header. */
    public static final int MAX_COLUMNS = 16_384;

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
                List.of(new ExcelAdapter(), new JsonAdapter(), new MarkdownAdapter(), new CsvAdapter()),
                Clock.systemUTC());
    }

    /**
     * Tells the kind of the content, unpacked where it is packed, and opens it.
     *
     * @return the tables, to be converted one by one, and then closed
     * @throws IngestException where the content is of no known kind, or not of the one that is set
     */
    public Conversion open(final ContentSource source, final IngestOptions options) throws IOException {
        final OpenedTables opened = new Unpacker(new Adapters(adapters, options)).open(source);
        return open(opened.sourceType(), opened.tables(), options);
    }

    /** Converts tables that were opened elsewhere; they are closed with the conversion. */
    public Conversion open(final SourceType sourceType, final SourceTables tables, final IngestOptions options) {
        return new Conversion(sourceType, SelectedTables.of(tables, options.selection()), options, clock);
    }

    /** The adapters under the options of one conversion. */
    private record Adapters(List<DataAdapter> known, IngestOptions options) implements PlainOpener {
        @Override
        public DataAdapter.Confidence recognise(final ContentSource source) {
            return known.stream()
                    .filter(adapter ->
                            options.format().isEmpty() || options.format().get() == adapter.sourceType())
                    .map(adapter -> adapter.recognise(source))
                    .max(Comparator.naturalOrder())
                    .orElse(DataAdapter.Confidence.NONE);
        }

        @Override
        public OpenedTables open(final ContentSource source) throws IOException {
            final DataAdapter adapter = choose(source);
            return new OpenedTables(adapter.sourceType(), adapter.open(source, options));
        }

        private DataAdapter choose(final ContentSource source) throws IngestException {
            if (options.format().isPresent()) {
                return known.stream()
                        .filter(adapter ->
                                adapter.sourceType() == options.format().get())
                        .findFirst()
                        .orElseThrow(() -> new IngestException("No adapter reads [%s]"
                                .formatted(options.format().get().wireName())));
            }
            if (source.prefix().length == 0) {
                throw new IngestException("The file is empty (0 bytes): expected a table");
            }
            DataAdapter best = null;
            DataAdapter.Confidence bestConfidence = DataAdapter.Confidence.NONE;
            for (final DataAdapter adapter : known) {
                final DataAdapter.Confidence confidence = adapter.recognise(source);
                if (confidence.compareTo(bestConfidence) > 0) {
                    best = adapter;
                    bestConfidence = confidence;
                }
            }
            if (best == null) {
                throw new IngestException(ForeignContent.describe(source.prefix()));
            }
            return best;
        }
    }
}
