/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.DataAdapter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads JSON: an array of objects, of arrays or of plain values; the same one after the other (JSON lines); or an object with such an array in it. Fields of
 * nested objects become columns named {@code outer.inner}; arrays stay JSON text, or make a row for each of their elements.
 */
public final class JsonAdapter implements DataAdapter {
    /** What an array begins with. A bracket alone is also how a link in Markdown or a section of settings begins. */
    private static final Pattern ARRAY = Pattern.compile(
            "\\[\\s*([{\\[\"\\]]|((-?[0-9][-+.0-9eE]*|true|false|null)\\s*(,|$|\\]\\s*([\\[{]|$)))|$).*",
            Pattern.DOTALL);

    @Override
    public SourceType sourceType() {
        return SourceType.JSON;
    }

    @Override
    public Confidence recognise(final ContentSource source) {
        final String text =
                JsonCharset.detect(source.prefix()).decode(source.prefix()).stripLeading();
        if (text.startsWith("{") || ARRAY.matcher(text).matches()) {
            return Confidence.CERTAIN;
        }
        final boolean named = source.fileName()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> name.matches(".*\\.(json|jsonl|ndjson|geojson)"))
                        .isPresent()
                || source.mimeType().filter(type -> type.contains("json")).isPresent();
        return named ? Confidence.NAMED : Confidence.NONE;
    }

    @Override
    public SourceTables open(final ContentSource source, final IngestOptions options) throws IOException {
        final JsonLayout layout = JsonLayout.detect(source, options.json().path());
        if (source.isPrefixAll() && layout.charset().decode(source.prefix()).isBlank()) {
            throw new IngestException("The file is empty: expected a JSON array of objects");
        }
        return new JsonTable(source, layout, options.json());
    }

    private record JsonTable(ContentSource source, JsonLayout layout, JsonOptions options) implements SourceTables {
        @Override
        public List<String> names() {
            return List.of("");
        }

        @Override
        public TableReader read(final int table, final Rejections rejections) throws IOException {
            final JsonParser parser = layout.charset().parse(source::open);
            return new JsonTableReader(parser, layout, options, rejections);
        }

        @Override
        public void close() {
            // Nothing is held between two readings
        }
    }
}
