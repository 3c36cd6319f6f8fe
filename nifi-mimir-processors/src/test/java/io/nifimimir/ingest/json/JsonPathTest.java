/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.ingest.IngestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonPathTest {

    @Test
    void dotsStandBetweenNames() throws IngestException {
        assertEquals(List.of("data", "items"), JsonPath.parse("data.items").names());
    }

    @Test
    void pointersKeepDotsAndEscapeSlashesAndTildes() throws IngestException {
        assertEquals(
                List.of("a.b", "c/d", "~1"), JsonPath.parse("/a.b/c~1d/~01").names());
    }

    @Test
    void dotAloneIsTheWholeText() throws IngestException {
        assertTrue(JsonPath.parse(".").isWhole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.items", "/a.b/c~1d/~01", "/", ".", "0.items"})
    void isWrittenAsItIsRead(final String text) throws IngestException {
        assertEquals(text, JsonPath.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data..items", "data.", "/a~2b", "/a~"})
    void whatIsNoPathIsRefused(final String text) {
        final String message =
                assertThrows(IngestException.class, () -> JsonPath.parse(text)).getMessage();

        assertTrue(message.contains(text) && message.contains("expected"), message);
    }
}
