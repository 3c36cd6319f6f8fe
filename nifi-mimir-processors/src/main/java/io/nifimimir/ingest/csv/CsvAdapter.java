/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.DataAdapter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.Charsets;
import io.nifimimir.ingest.layout.DetectedReader;
import io.nifimimir.ingest.layout.ForeignContent;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads delimited text: charset, delimiter and header are detected, lines above the header are left out. */
public final class CsvAdapter implements DataAdapter {
    /** Control characters that text files have; the last is an old end-of-file mark of DOS, and harmless. */
    private static final String TEXT_CONTROLS = "\t\n\r\f\u001a";

    @Override
    public SourceType sourceType() {
        return SourceType.CSV;
    }

    @Override
    public Confidence recognise(final ContentSource source) {
        final Charsets charsets = Charsets.detect(source.prefix(), source.isPrefixAll());
        final String text = decode(source, charsets);
        if (text.isBlank() || binaryCharacter(text) >= 0) {
            return Confidence.NONE;
        }
        final boolean named = source.fileName()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> name.matches(".*\\.(csv|tsv|tab|txt)"))
                        .isPresent()
                || source.mimeType()
                        .filter(type -> type.startsWith("text/csv") || type.startsWith("text/tab-separated"))
                        .isPresent();
        return named ? Confidence.NAMED : Confidence.POSSIBLE;
    }

    @Override
    public SourceTables open(final ContentSource source, final IngestOptions options) throws IOException {
        final Charsets charsets = options.csv()
                .charset()
                .map(charset -> Charsets.of(charset, source.prefix()))
                .orElseGet(() -> Charsets.detect(source.prefix(), source.isPrefixAll()));
        final String prefix = decode(source, charsets);
        if (prefix.isBlank() && source.isPrefixAll()) {
            throw new IngestException("The file is empty: expected delimited text with a header");
        }
        final int binary = binaryCharacter(prefix);
        if (binary >= 0) {
            throw new IngestException(
                    "Character %d is the control character U+%04X: expected delimited text, found binary data"
                            .formatted(binary + 1, (int) prefix.charAt(binary)));
        }
        if (options.format().isEmpty()) {
            final Optional<String> foreign = ForeignContent.describeText(prefix);
            if (foreign.isPresent()) {
                throw new IngestException(foreign.get());
            }
        }
        return new CsvTable(source, charsets, DialectDetector.detect(prefix, source.isPrefixAll(), options.csv()));
    }

    /** Index of the first control character that no text file has, or -1. */
    private static int binaryCharacter(final String text) {
        for (int index = 0; index < text.length(); index++) {
            final char character = text.charAt(index);
            if (character < ' ' && TEXT_CONTROLS.indexOf(character) < 0) {
                return index;
            }
        }
        return -1;
    }

    private static String decode(final ContentSource source, final Charsets charsets) {
        final byte[] prefix = source.prefix();
        final int start = charsets.byteOrderMark();
        return new String(prefix, start, prefix.length - start, charsets.charset());
    }

    private record CsvTable(ContentSource source, Charsets charsets, CsvDialect dialect) implements SourceTables {
        @Override
        public List<String> names() {
            return List.of("");
        }

        @Override
        public TableReader read(final int table, final Rejections rejections) throws IOException {
            final InputStream input = source.open();
            try {
                return new CsvTableReader(new DetectedReader(input, charsets), dialect, rejections);
            } catch (final IOException | RuntimeException e) {
                input.close();
                throw e;
            }
        }

        @Override
        public void close() {
            // Nothing is held between two readings
        }
    }
}
