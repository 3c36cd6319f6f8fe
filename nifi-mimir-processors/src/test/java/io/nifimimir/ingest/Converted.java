/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.dataset.JsonDatasetReader;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What came out of a conversion, by way of the JSON encoding and back.
 *
 * @param rejections place and reason of each rejected row
 */
public record Converted(DatasetHeader header, List<Object[]> rows, List<String> rejections) {

    public static Converted of(final String content) throws IOException {
        return of(content.getBytes(StandardCharsets.UTF_8), null, IngestOptions.DETECT_ALL);
    }

    public static Converted of(final byte[] content, final String fileName, final IngestOptions options)
            throws IOException {
        final List<String> rejections = new ArrayList<>();
        final byte[] encoded = dataset(content, fileName, options, new Listed(rejections), new JsonDatasetEncoding());
        final List<Object[]> rows = new ArrayList<>();
        try (JsonDatasetReader reader = new JsonDatasetReader(new ByteArrayInputStream(encoded))) {
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            return new Converted(reader.header(), rows, rejections);
        }
    }

    /** The dataset as it stands on the wire; nothing may be rejected. */
    public static byte[] dataset(final byte[] content, final String fileName, final IngestOptions options)
            throws IOException {
        return dataset(content, fileName, options, new JsonDatasetEncoding());
    }

    /** The dataset as it stands on the wire in this encoding; nothing may be rejected. */
    public static byte[] dataset(
            final byte[] content, final String fileName, final IngestOptions options, final DatasetEncoding encoding)
            throws IOException {
        final List<String> rejections = new ArrayList<>();
        final byte[] dataset = dataset(content, fileName, options, new Listed(rejections), encoding);
        assertEquals(List.of(), rejections);
        return dataset;
    }

    private static byte[] dataset(
            final byte[] content,
            final String fileName,
            final IngestOptions options,
            final Rejections rejections,
            final DatasetEncoding encoding)
            throws IOException {
        final ContentSource source = new ContentSource(() -> new ByteArrayInputStream(content), fileName, null);
        final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (Conversion conversion = DatasetConverter.standard().open(source, options);
                ConvertedDataset dataset = conversion.convert(0, encoding, Map.of(), rejections)) {
            dataset.writeTo(encoded);
        }
        return encoded.toByteArray();
    }

    private record Listed(List<String> rejections) implements Rejections {
        @Override
        public void row(final String place, final String reason, final String content) {
            rejections.add(place + ": " + reason);
        }

        @Override
        public void cell(final String place, final String column, final String value, final String reason) {
            rejections.add("%s, column [%s]: [%s], %s".formatted(place, column, value, reason));
        }

        @Override
        public void restart() {
            rejections.clear();
        }
    }

    public List<String> names() {
        return header.columns().stream().map(Column::name).toList();
    }

    public Column column(final String name) {
        return header.findColumn(name)
                .orElseThrow(() -> new AssertionError("No column [%s] in %s".formatted(name, header.columns())));
    }

    public List<Object> cells(final String name) {
        final int index = column(name).index();
        final List<Object> cells = new ArrayList<>();
        for (final Object[] row : rows) {
            cells.add(row[index]);
        }
        return cells;
    }

    public String reason(final String name) {
        return String.valueOf(info("type_decisions").get(name));
    }

    /** What {@code source_info} lists by names. */
    public Map<String, Object> info(final String key) {
        final Map<String, Object> byName = new LinkedHashMap<>();
        for (final Object entry : (List<?>) header.sourceInfo().getOrDefault(key, List.of())) {
            final Map<?, ?> pair = (Map<?, ?>) entry;
            byName.put(String.valueOf(pair.get("name")), pair.get("value"));
        }
        return byName;
    }
}
