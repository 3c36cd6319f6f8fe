/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.nifimimir.ingest.Content;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The Unicode encoding of a JSON text, told as in section 3 of RFC 4627: a text begins with two characters of ASCII, so that the NUL bytes among its first
 * four show how wide they are. A byte order mark, which that RFC does not know of, is honoured before.
 *
 * @param byteOrderMark length of the mark in bytes, 0 where there is none
 */
@SuppressWarnings("PMD.UseStandardCharsets") // Those of 32 bits are constants from Java 22 on, and this runs on 21
record JsonCharset(Charset charset, int byteOrderMark) {
    private static final JsonFactory FACTORY = JsonText.FACTORY;
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    static JsonCharset detect(final byte[] prefix) {
        final byte[] first = Arrays.copyOf(prefix, 4);
        final boolean[] nul = new boolean[4];
        for (int index = 0; index < nul.length; index++) {
            nul[index] = index >= prefix.length || first[index] == 0;
        }
        final int pair = (first[0] & 0xFF) << 8 | first[1] & 0xFF;
        if (pair == 0xFFFE) {
            return nul[2] && nul[3] && prefix.length >= 4
                    ? new JsonCharset(UTF_32LE, 4)
                    : new JsonCharset(StandardCharsets.UTF_16LE, 2);
        }
        if (pair == 0xFEFF) {
            return new JsonCharset(StandardCharsets.UTF_16BE, 2);
        }
        if (pair == 0xEFBB && (first[2] & 0xFF) == 0xBF) {
            return new JsonCharset(StandardCharsets.UTF_8, 3);
        }
        if (pair == 0 && (first[2] & 0xFF) == 0xFE && (first[3] & 0xFF) == 0xFF) {
            return new JsonCharset(UTF_32BE, 4);
        }
        return new JsonCharset(prefix.length < 4 ? StandardCharsets.UTF_8 : byNuls(nul), 0);
    }

    private static Charset byNuls(final boolean[] nul) {
        if (nul[0]) {
            return nul[1] ? UTF_32BE : StandardCharsets.UTF_16BE;
        }
        if (nul[1]) {
            return nul[2] && nul[3] ? UTF_32LE : StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    /** The text of the first bytes; what is cut off or malformed is replaced. */
    String decode(final byte[] prefix) {
        return new String(prefix, byteOrderMark, prefix.length - byteOrderMark, charset);
    }

    /** A parser that refuses malformed bytes: a replacement character would be silent damage. */
    JsonParser parse(final Content content) throws IOException {
        final InputStream bytes = content.open();
        try {
            bytes.skipNBytes(byteOrderMark);
            if (charset.equals(StandardCharsets.UTF_8)) {
                // The parser itself decodes this one, faster and as strictly
                return FACTORY.createParser(bytes);
            }
            final Reader text = new InputStreamReader(
                    bytes,
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            return FACTORY.createParser(text);
        } catch (final IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }
}
