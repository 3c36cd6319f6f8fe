/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What the user has set about delimited text; what is absent is detected.
 *
 * @param delimiter the character between two fields
 * @param quote the character around fields that contain delimiters or line breaks
 * @param charset of the text; a byte order mark goes before it
 * @param header whether the first row that is no title holds the names of the columns
 */
public record CsvOptions(
        Optional<Character> delimiter, Optional<Character> quote, Optional<Charset> charset, Optional<Boolean> header) {

    public static final CsvOptions DETECT_ALL =
            new CsvOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public CsvOptions {
        if (delimiter.isPresent() && (delimiter.equals(quote) || delimiter.get() == '"' && quote.isEmpty())) {
            throw new IllegalArgumentException("CSV Delimiter: [%c] is the quote character too, expected two characters"
                    .formatted(delimiter.get()));
        }
    }

    public CsvOptions withDelimiter(final char changed) {
        return new CsvOptions(Optional.of(changed), quote, charset, header);
    }

    public CsvOptions withQuote(final char changed) {
        return new CsvOptions(delimiter, Optional.of(changed), charset, header);
    }

    public CsvOptions withCharset(final Charset changed) {
        return new CsvOptions(delimiter, quote, Optional.of(changed), header);
    }

    public CsvOptions withHeader(final boolean changed) {
        return new CsvOptions(delimiter, quote, charset, Optional.of(changed));
    }
}
