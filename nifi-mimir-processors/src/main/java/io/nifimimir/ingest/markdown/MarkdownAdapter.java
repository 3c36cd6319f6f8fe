/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.DataAdapter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.layout.Charsets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;

/**
 * Reads Markdown: a file that is a table, as GitHub writes them, gives its rows; several give several tables; any other file is an article, and one row. So is
 * plain text, where the format is set.
 */
public final class MarkdownAdapter implements DataAdapter {
    /** A text is parsed as a whole, in memory; no article is anywhere near this. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    @Override
    public SourceType sourceType() {
        return SourceType.MARKDOWN;
    }

    @Override
    public Confidence recognise(final ContentSource source) {
        final Charsets charsets = Charsets.detect(source.prefix(), source.isPrefixAll());
        final String beginning = new String(
                source.prefix(),
                charsets.byteOrderMark(),
                source.prefix().length - charsets.byteOrderMark(),
                charsets.charset());
        if (beginning.isBlank() || beginning.indexOf('\0') >= 0) {
            return Confidence.NONE;
        }
        if (MarkdownBeginning.isTable(beginning) || MarkdownBeginning.isFrontMatter(beginning)) {
            return Confidence.CERTAIN;
        }
        final boolean named = source.fileName()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> name.matches(".*\\.(md|markdown|mdown|mkd)"))
                        .isPresent()
                || source.mimeType().filter(type -> type.contains("markdown")).isPresent();
        return named ? Confidence.NAMED : Confidence.NONE;
    }

    @Override
    public SourceTables open(final ContentSource source, final IngestOptions options) throws IOException {
        final byte[] bytes;
        try (InputStream input = source.open()) {
            bytes = input.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IngestException(
                    "The Markdown file has more than %,d bytes (16 MB): expected at most that, because it is read as a whole"
                            .formatted(MAX_BYTES));
        }
        final Charsets charsets = Charsets.detect(source.prefix(), source.isPrefixAll());
        final String text = decode(bytes, charsets);
        final int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new IngestException(
                    "Character %,d is NUL: expected Markdown or plain text, found binary data".formatted(nul + 1));
        }
        if (text.isBlank()) {
            throw new IngestException("The file is empty: expected Markdown or plain text");
        }
        return MarkdownTables.of(
                MarkdownText.parse(text), charsets, source.fileName().orElse(null));
    }

    /** What cannot be decoded is an error: a replacement character would be silent damage. */
    private static String decode(final byte[] bytes, final Charsets charsets) throws IngestException {
        final ByteBuffer content =
                ByteBuffer.wrap(bytes, charsets.byteOrderMark(), bytes.length - charsets.byteOrderMark());
        try {
            return charsets.charset()
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(content)
                    .toString();
        } catch (final CharacterCodingException e) {
            throw new IngestException(
                    "Behind byte %,d: bytes that are no %s, which the beginning of the file was told to be (%s)"
                            .formatted(content.position(), charsets.charset().name(), charsets.reason()),
                    e);
        }
    }
}
