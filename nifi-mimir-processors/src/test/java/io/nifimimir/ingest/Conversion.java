/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.JsonDatasetReader;
import io.nifimimir.dataset.JsonDatasetWriter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came out of a conversion, by way of the JSON encoding and back.
 *
 * @param rejections place and reason of each rejected row
 */
record Conversion(DatasetHeader header, List<Object[]> rows, List<String> rejections) {

    static Conversion of(final String content) throws IOException {
        return of(content.getBytes(StandardCharsets.UTF_8), null, IngestOptions.DETECT_ALL);
    }

    static Conversion of(final byte[] content, final String fileName, final IngestOptions options) throws IOException {
        final List<String> rejections = new ArrayList<>();
        final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        final ContentSource source = new ContentSource(new ByteArrayInputStream(content), fileName, null);
        try (ConvertedDataset dataset = DatasetConverter.standard()
                        .convert(
                                source,
                                options,
                                Map.of(),
                                (place, reason, row) -> rejections.add(place + ": " + reason));
                JsonDatasetWriter writer = new JsonDatasetWriter(encoded, dataset.header())) {
            dataset.writeRows(writer);
        }
        final List<Object[]> rows = new ArrayList<>();
        try (JsonDatasetReader reader = new JsonDatasetReader(new ByteArrayInputStream(encoded.toByteArray()))) {
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            return new Conversion(reader.header(), rows, rejections);
        }
    }

    Column column(final String name) {
        return header.findColumn(name)
                .orElseThrow(() -> new AssertionError("No column [%s] in %s".formatted(name, header.columns())));
    }

    List<Object> cells(final String name) {
        final int index = column(name).index();
        final List<Object> cells = new ArrayList<>();
        for (final Object[] row : rows) {
            cells.add(row[index]);
        }
        return cells;
    }

    String reason(final String name) {
        return ((Map<?, ?>) header.sourceInfo().get("type_decisions")).get(name).toString();
    }
}
