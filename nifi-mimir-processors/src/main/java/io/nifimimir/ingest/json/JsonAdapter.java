/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.DataAdapter;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.Charsets;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Reads JSON: an array of objects, or objects one after the other (JSON lines). Nested objects become columns named {@code outer.inner}; arrays stay
 * JSON text.
 */
public final class JsonAdapter implements DataAdapter {
    static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public SourceType sourceType() {
        return SourceType.JSON;
    }

    @Override
    public Confidence recognise(final ContentSource source) {
        final Charsets charsets = Charsets.detect(source.prefix(), source.isPrefixAll());
        final String text = new String(
                        source.prefix(),
                        charsets.byteOrderMark(),
                        source.prefix().length - charsets.byteOrderMark(),
                        charsets.charset())
                .stripLeading();
        if (text.startsWith("[") || text.startsWith("{")) {
            return Confidence.CERTAIN;
        }
        final boolean named = source.fileName()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> name.matches(".*\\.(json|jsonl|ndjson)"))
                        .isPresent()
                || source.mimeType().filter(type -> type.contains("json")).isPresent();
        return named ? Confidence.NAMED : Confidence.NONE;
    }

    @Override
    public SourceTables open(final ContentSource source, final IngestOptions options) {
        return new JsonTable(source);
    }

    private record JsonTable(ContentSource source) implements SourceTables {
        @Override
        public List<String> names() {
            return List.of("");
        }

        @Override
        public TableReader read(final int table, final Rejections rejections) throws IOException {
            return new JsonTableReader(FACTORY.createParser(source.open()));
        }

        @Override
        public void close() {
            // Nothing is held between two readings
        }
    }
}
