/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What becomes of objects and arrays within rows. */
class JsonNestingTest {

    @Test
    void objectsBelowTheDepthStayText() throws IOException {
        final Converted conversion = convert(
                JsonOptions.DETECT_ALL.withMaxDepth(1),
                "[{\"a\": {\"b\": {\"c\": 1.10, \"d\": [true, null, \"\\n\"]}, \"e\": 2}}]");

        assertEquals(List.of("{\"c\":1.10,\"d\":[true,null,\"\\n\"]}"), conversion.cells("a.b"));
        assertEquals(List.of(2L), conversion.cells("a.e"));
    }

    @Test
    void depthOfZeroKeepsEachObjectAsText() throws IOException {
        assertEquals(
                List.of("{\"b\":1}"),
                convert(JsonOptions.DETECT_ALL.withMaxDepth(0), "[{\"a\": {\"b\": 1}}]")
                        .cells("a"));
    }

    @Test
    void depthIsTenUnlessItIsSet() throws IOException {
        final String json = "{\"a\":".repeat(12) + "1" + "}".repeat(12);

        assertEquals(List.of("{\"a\":1}"), Converted.of(json).cells("a.a.a.a.a.a.a.a.a.a.a"));
    }

    @Test
    void textKeepsEachDigit() throws IOException {
        assertEquals(
                List.of("[0.12345678901234567890,1e999,1.10]"),
                Converted.of("[{\"a\": [0.12345678901234567890, 1e999, 1.10]}]").cells("a"));
    }

    @Test
    void lastOfEqualNamesWinsAndIsCounted() throws IOException {
        final Converted conversion = Converted.of(
                "[{\"a\": 1, \"b\": {\"x\": 1, \"y\": 1}, \"a\": 2, \"b\": {\"x\": 2}, \"c\": 5}, {\"a\": 3, \"b\": {\"y\": 3}}]");

        assertEquals(List.of(2L, 3L), conversion.cells("a"));
        assertEquals(Arrays.asList(2L, null), conversion.cells("b.x"));
        assertEquals(Arrays.asList(null, 3L), conversion.cells("b.y"));
        assertEquals(Arrays.asList(5L, null), conversion.cells("c"));
        assertEquals("2", conversion.header().sourceInfo().get("duplicate_keys").toString());
    }

    @Test
    void namesThatComeOnceAreNotCounted() throws IOException {
        final Converted conversion = Converted.of("[{\"a\": 1, \"b\": {\"a\": 2}}, {\"b\": {\"a\": 2}, \"a\": 1}]");

        assertFalse(conversion.header().sourceInfo().containsKey("duplicate_keys"));
    }

    @Test
    void firstArrayIsExplodedAndOthersStayText() throws IOException {
        final Converted conversion = convert(JsonOptions.DETECT_ALL.exploding(), """
                [{"id": 1, "orders": [{"sku": "x", "size": {"w": 1}, "tags": [1]}, {"sku": "y"}], "notes": ["n"], "late": true},
                 {"late": false, "id": 2, "orders": []},
                 {"id": 3},
                 {"id": 4, "orders": [{"sku": "z", "new": 9}]}]""");

        assertEquals(List.of(1L, 1L, 2L, 3L, 4L), conversion.cells("id"));
        assertEquals(Arrays.asList("x", "y", null, null, "z"), conversion.cells("orders.sku"));
        assertEquals(Arrays.asList(1L, null, null, null, null), conversion.cells("orders.size.w"));
        assertEquals(Arrays.asList("[1]", null, null, null, null), conversion.cells("orders.tags"));
        assertEquals(Arrays.asList(null, null, null, null, 9L), conversion.cells("orders.new"));
        assertEquals(Arrays.asList("[\"n\"]", "[\"n\"]", null, null, null), conversion.cells("notes"));
        assertEquals(Arrays.asList(true, true, false, null, null), conversion.cells("late"));
        assertEquals("orders", conversion.header().sourceInfo().get("exploded_field"));
        assertEquals(
                List.of("notes", "orders.tags"),
                ((List<?>) conversion.header().sourceInfo().get("arrays_as_text"))
                        .stream().sorted().toList());
    }

    @Test
    void arrayToExplodeCanBeNamed() throws IOException {
        final Converted conversion = convert(
                JsonOptions.DETECT_ALL.exploding("b.c"),
                "[{\"a\": [1, 2], \"b\": {\"c\": [3, null, [4, 5]], \"d\": 6}}]");

        assertEquals(List.of("[1,2]", "[1,2]", "[1,2]"), conversion.cells("a"));
        assertEquals(Arrays.asList("3", null, "[4,5]"), conversion.cells("b.c"));
        assertEquals(List.of(6L, 6L, 6L), conversion.cells("b.d"));
    }

    @Test
    void arrayToExplodeThatIsNotThereIsTold() {
        final String message = assertThrows(
                        IngestException.class,
                        () -> convert(JsonOptions.DETECT_ALL.exploding("item"), "[{\"items\": [1]}, {\"items\": [2]}]"))
                .getMessage();

        assertEquals("No array in the field [item] of any of the 2 elements, which have arrays in [items]", message);
    }

    @Test
    void explodedArrayThatComesAgainIsThatOfTheLastName() throws IOException {
        final Converted conversion = convert(
                JsonOptions.DETECT_ALL.exploding("a.t"),
                "[{\"a\": {\"t\": [1, 2]}, \"b\": 1}, {\"a\": {\"t\": [3]}, \"a\": {}, \"b\": 2}]");

        assertEquals(Arrays.asList(1L, 2L, null), conversion.cells("a.t"));
        assertEquals(List.of(1L, 1L, 2L), conversion.cells("b"));
    }

    @Test
    void arrayThatIsTooLongForACellIsTold() {
        final String json = "{\"a\": 1}\n{\"meta\": 1, \"data\": [" + "12345678,".repeat(1_200_000) + "0]}";

        final String message =
                assertThrows(IngestException.class, () -> Converted.of(json)).getMessage();

        assertTrue(message.contains("the field [data] holds an array"), message);
        assertTrue(message.contains("set the JSON path"), message);
    }

    @Test
    void objectsWithoutAFieldAreNoTable() {
        final String message = assertThrows(IngestException.class, () -> Converted.of("[{}, {\"a\": {}}]"))
                .getMessage();

        assertTrue(message.contains("2 objects without a field"), message);
    }

    @Test
    void fieldsMayComeAfterManyRowsWithoutAny() throws IOException {
        final Converted conversion = Converted.of("[" + "{},".repeat(5_000) + "{\"a\": 1}]");

        assertEquals(5_001, conversion.rows().size());
        assertEquals(1L, conversion.cells("a").getLast());
    }

    @Test
    void rowsOfUnorderedFieldsKeepTheirPlace() throws IOException {
        final Converted conversion =
                Converted.of("[{\"a\": 1, \"b\": 1},\n{\"b\": 2, \"a\": 2},\n{\"b\": \"x\", \"a\": 2}]");

        assertTrue(conversion.reason("b").contains("element 3 (line 3)"), conversion.reason("b"));
    }

    private static Converted convert(final JsonOptions options, final String json) throws IOException {
        return Converted.of(json.getBytes(StandardCharsets.UTF_8), null, IngestOptions.DETECT_ALL.withJson(options));
    }
}
