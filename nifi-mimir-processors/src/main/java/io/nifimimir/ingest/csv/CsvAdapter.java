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

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Locale;

/** Reads delimited text: charset, delimiter and header are detected, lines above the header are left out. */
public final class CsvAdapter implements DataAdapter {

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
        final Charsets charsets = Charsets.detect(source.prefix(), source.isPrefixAll());
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
        return new CsvTable(source, charsets, CsvDialect.detect(prefix, source.isPrefixAll()));
    }

    /** Index of the first control character that no text file has, or -1. */
    private static int binaryCharacter(final String text) {
        for (int index = 0; index < text.length(); index++) {
            final char character = text.charAt(index);
            final boolean layout = character == '\t' || character == '\n' || character == '\r' || character == '\f';
            // An old end-of-file mark of DOS is harmless
            if (character < ' ' && !layout && character != '\u001a') {
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
            final Reader text = decoded();
            try {
                return new CsvTableReader(text, charsets, dialect, rejections);
            } catch (final IOException | RuntimeException e) {
                text.close();
                throw e;
            }
        }

        /** What cannot be decoded is an error: a replacement character would be silent damage. */
        private Reader decoded() throws IOException {
            final CharsetDecoder decoder = charsets.charset()
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            final Reader text = new InputStreamReader(source.open(), decoder);
            if (charsets.byteOrderMark() > 0) {
                // One character in each of the encodings that have it
                text.skip(1);
            }
            return text;
        }

        @Override
        public void close() {
            // Nothing is held between two readings
        }
    }
}
