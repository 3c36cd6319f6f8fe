/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.Charsets;
import io.nifimimir.ingest.layout.ColumnNames;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a Markdown text, held in memory as the text has to be. */
record MarkdownTables(List<MarkdownTable> tables) implements SourceTables {
    /** What a cell may hold at most. */
    private static final int MAX_BODY_CHARACTERS = 10_000_000;

    private static final JsonMapper MAPPER = new JsonMapper();

    /** @param fileName may be null */
    static MarkdownTables of(final MarkdownText text, final Charsets charsets, final String fileName)
            throws IngestException {
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("charset", charsets.charset().name());
        info.put("charset_reason", charsets.reason());
        if (!text.unreadFields().isEmpty()) {
            info.put("front_matter_unread", text.unreadFields());
        }
        if (!text.isTable()) {
            info.put("markdown_layout", "article");
            return new MarkdownTables(List.of(article(text, fileName, info)));
        }
        info.put("markdown_layout", "table");
        if (!text.frontMatter().isEmpty()) {
            final Map<String, Object> frontMatter = new LinkedHashMap<>();
            text.frontMatter().forEach((name, values) -> frontMatter.put(name, cell(values)));
            info.put("front_matter", frontMatter);
        }
        return new MarkdownTables(TableBlocks.read(text, info));
    }

    private static MarkdownTable article(final MarkdownText text, final String fileName, final Map<String, Object> info)
            throws IngestException {
        if (text.body().length() > MAX_BODY_CHARACTERS) {
            throw new IngestException("The article has %,d characters: expected at most %,d, which is what a cell holds"
                    .formatted(text.body().length(), MAX_BODY_CHARACTERS));
        }
        final List<String> names = new ArrayList<>();
        final List<Object> cells = new ArrayList<>();
        text.frontMatter().forEach((name, values) -> {
            names.add(name);
            cells.add(cell(values));
        });
        if (!text.frontMatter().containsKey("title")) {
            names.add("title");
            cells.add(text.title().orElse(fileName == null ? null : fileName.replaceFirst("\\.[^.]*$", "")));
        }
        names.add("body");
        cells.add(text.body());
        names.add("word_count");
        cells.add(text.wordCount());
        final MarkdownTable.Row row = new MarkdownTable.Row(1, cells.toArray());
        return new MarkdownTable("", ColumnNames.of(names).names(), List.of(row), info);
    }

    /** One value as it is, several as a JSON array, as nested values of other sources are. */
    private static String cell(final List<String> values) {
        if (values.size() < 2) {
            return values.isEmpty() || values.getFirst().isBlank() ? null : values.getFirst();
        }
        final ArrayNode array = MAPPER.createArrayNode();
        values.forEach(array::add);
        return array.toString();
    }

    @Override
    public List<String> names() {
        return tables.stream().map(MarkdownTable::name).toList();
    }

    @Override
    public TableReader read(final int table, final Rejections rejections) {
        return new MarkdownTableReader(tables.get(table));
    }

    @Override
    public void close() {
        // Nothing but memory is held
    }
}
