/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonAdapterTest {

    @Test
    void nestedObjectsBecomeColumnsAndLateFieldsToo() throws IOException {
        final Converted conversion = Converted.of("""
                [{"day": "2024-01-01", "cases": {"measles": 3, "age": {"under_5": 1}}, "tags": ["a", {"b": 1}]},
                 {"day": "2024-01-02", "cases": {"measles": 4}, "late": true}]""");

        assertEquals(SourceType.JSON, conversion.header().source());
        assertEquals(List.of(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 2)), conversion.cells("day"));
        assertEquals(List.of(3L, 4L), conversion.cells("cases.measles"));
        assertEquals(Arrays.asList(1L, null), conversion.cells("cases.age.under_5"));
        assertEquals(Arrays.asList("[\"a\",{\"b\":1}]", null), conversion.cells("tags"));
        assertEquals(Arrays.asList(null, true), conversion.cells("late"));
    }

    @Test
    void textStaysText() throws IOException {
        final Converted conversion =
                Converted.of("[{\"code\": \"12\", \"amount\": 12}, {\"code\": \"13\", \"amount\": 1.5}]");

        assertEquals(DataType.STRING, conversion.column("code").dataType());
        assertEquals(List.of(12L, 1.5), conversion.cells("amount"));
    }

    @Test
    void objectsOneAfterTheOtherAreRows() throws IOException {
        final Converted conversion = Converted.of("{\"a\": 1}\n{\"a\": 2}\n");

        assertEquals(List.of(1L, 2L), conversion.cells("a"));
    }

    @Test
    void truncationIsNamedWithItsPlace() {
        final String message = assertThrows(
                        IngestException.class, () -> Converted.of("[{\"a\": 1},\n{\"a\": 2, \"b\":"))
                .getMessage();

        assertTrue(message.contains("line 2") && message.contains("element 2"), message);
    }

    @Test
    void deepNestingIsRefused() {
        final String message = assertThrows(IngestException.class, () -> Converted.of("[" + "{\"a\":".repeat(100_000)))
                .getMessage();

        assertTrue(message.contains("nesting depth"), message);
    }

    @Test
    void controlCharactersInTextsAreNamed() {
        final String message = assertThrows(IngestException.class, () -> Converted.of("[{\"a\": \"x\0\"}]"))
                .getMessage();

        assertTrue(message.contains("element 1: not valid JSON"), message);
    }

    /** As programs that count with missing values write them. */
    @Test
    void notANumberIsNoValue() throws IOException {
        final Converted conversion = Converted.of("[{\"n\": 1.5, \"m\": 1}, {\"n\": NaN, \"m\": -Infinity}]");

        assertEquals(Arrays.asList(1.5, null), conversion.cells("n"));
        assertEquals(List.of("1", "-Infinity"), conversion.cells("m"));
    }

    @Test
    void namesThatMeetAreToldApart() throws IOException {
        final Converted conversion = Converted.of("[{\"\": 1, \"column_1\": 2}]");

        assertEquals(List.of(1L), conversion.cells("column_1"));
        assertEquals(List.of(2L), conversion.cells("column_1_2"));
    }
}
