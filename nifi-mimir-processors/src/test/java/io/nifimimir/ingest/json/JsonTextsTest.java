/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Charsets and damaged texts. */
class JsonTextsTest {
    private static final String JSON = "[{\"name\": \"M\u00fcnchen \ud83d\ude00\"}, {\"name\": \"K\u00f6ln\"}]";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void unicodeIsReadWithAndWithoutAMark(final String charset) throws IOException {
        for (final String text : List.of(JSON, "\ufeff" + JSON)) {
            final Converted conversion = convert(text.getBytes(Charset.forName(charset)));

            assertEquals(List.of("M\u00fcnchen \ud83d\ude00", "K\u00f6ln"), conversion.cells("name"));
            assertEquals(charset, conversion.header().sourceInfo().get("charset"));
        }
    }

    @Test
    void bytesThatAreNoUtf8AreNamed() {
        final String message = assertThrows(
                        IngestException.class,
                        () -> convert("[{\"a\": 1},\n{\"a\": \"K\u00f6ln\"}]".getBytes(StandardCharsets.ISO_8859_1)))
                .getMessage();

        assertTrue(message.startsWith("line 2, column "), message);
        assertTrue(message.contains("element 2: bytes that are no UTF-8"), message);
    }

    @Test
    void halfACharacterOfUtf16IsNamed() throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("[{\"a\": \"x".getBytes(StandardCharsets.UTF_16LE));
        bytes.write(new byte[] {0x00, (byte) 0xDC});
        bytes.write("\"}]".getBytes(StandardCharsets.UTF_16LE));

        final String message = assertThrows(IngestException.class, () -> convert(bytes.toByteArray()))
                .getMessage();

        assertTrue(message.contains("bytes that are no UTF-16LE"), message);
    }

    @Test
    void deepNestingIsNamedWithItsPlace() {
        final String message = assertThrows(IngestException.class, () -> Converted.of("[\n" + "[".repeat(100_000)))
                .getMessage();

        assertTrue(message.startsWith("line 2, column 1001, element 1: beyond what is read"), message);
        assertTrue(message.contains("nesting depth") && !message.contains("StreamReadConstraints"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1, ", "0."})
    void numberOfAMillionDigitsIsNamedWithItsPlace(final String before) {
        final String message = assertThrows(
                        IngestException.class,
                        () -> Converted.of("[{\"b\": 1},\n{\"a\": " + before + "9".repeat(1_000_000) + "}]"))
                .getMessage();

        assertTrue(message.startsWith("line 2, column "), message);
        assertTrue(message.contains("element 2") && message.contains("1000"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"a\": 1},\n{\"a\": \"x\0\"}]", "[{\"a\": 1},\n\0{\"a\": 2}]", "[{\"a\": 1}]\n\0"})
    void nulIsNamedWithItsPlace(final String json) {
        final String message =
                assertThrows(IngestException.class, () -> Converted.of(json)).getMessage();

        assertTrue(message.startsWith("line 2, column ") && message.contains("CTRL-CHAR, code 0"), message);
    }

    @Test
    void linkAtTheBeginningIsNoJson() throws IOException {
        assertEquals(
                SourceType.CSV,
                Converted.of("[1](one),b\n[2](two),c\n").header().source());
    }

    private static Converted convert(final byte[] json) throws IOException {
        return Converted.of(json, "cities.json", IngestOptions.DETECT_ALL);
    }
}
