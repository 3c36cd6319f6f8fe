/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Where the rows are. */
class JsonLayoutTest {

    @ParameterizedTest
    @ValueSource(strings = {"data.items", "/data/items"})
    void pathLeadsToTheTable(final String path) throws IOException {
        final Converted conversion = at(path, """
                {"other": [{"a": 9}, {"a": 9}, {"a": 9}], "data": {"page": [1, {"items": 2}], "items": [{"a": 1}, {"a": 2}], "more": true}}""");

        assertEquals(List.of(1L, 2L), conversion.cells("a"));
        assertEquals("data.items", conversion.header().sourceInfo().get("json_path"));
    }

    /** The answers of DHIS2, of pandas with orient=split, and of SQL by way of Elasticsearch. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                {"headers": [{"name": "day", "column": "Day", "meta": {"id": "x"}}, {"name": "cases"}],
                 "metaData": {"items": {"a": {"name": "A"}}, "dimensions": {"dx": ["a", "b"]}},
                 "rows": [["2024-01-01", 3], ["2024-01-02", 4]], "width": 2}""", """
                {"columns": ["day", "cases"], "index": [0, 1], "data": [["2024-01-01", 3], ["2024-01-02", 4]]}""", """
                {"columns": [{"type": "date", "name": "day"}, {"type": "long", "name": "cases"}],
                 "rows": [["2024-01-01", 3], ["2024-01-02", 4]], "warnings": [{"text": "longer than all of the rows together, and no table"}]}""", """
                {"result": {"rows": [["2024-01-01", 3], ["2024-01-02", 4]], "fields": ["day", "cases"]}}"""})
    void namesMayStandBesideTheRows(final String content) throws IOException {
        final Converted conversion = Converted.of(content);

        assertEquals(List.of("day", "cases"), conversion.names());
        assertEquals(List.of(3L, 4L), conversion.cells("cases"));
        assertEquals(List.of(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 2)), conversion.cells("day"));
        assertTrue(conversion.header().sourceInfo().containsKey("json_header_path"));
    }

    @Test
    void namesStandBesideRowsThatAPathLeadsTo() throws IOException {
        final Converted conversion =
                at("rows", "{\"headers\": [\"a\", \"b\"], \"rows\": [[\"1\", \"x\"], [\"2\", \"y\"]]}");

        assertEquals(List.of("x", "y"), conversion.cells("b"));
    }

    /** The answer of a spreadsheet on the web. */
    @Test
    void arraysMayBeginWithTheirNames() throws IOException {
        final Converted conversion =
                Converted.of("{\"range\": \"A1:B3\", \"values\": [[\"site\", \"cases\"], [\"A\", 3], [\"B\", 4]]}");

        assertEquals(List.of(3L, 4L), conversion.cells("cases"));
    }

    @Test
    void arraysOfNumbersInAnObjectAreNoTable() throws IOException {
        final Converted conversion =
                Converted.of("{\"type\": \"LineString\", \"coordinates\": [[69.2, 34.5], [69.3, 34.6]]}");

        assertEquals(List.of("type", "coordinates"), conversion.names());
    }

    @Test
    void emptyListIsNoRow() {
        final String message = assertThrows(
                        IngestException.class, () -> Converted.of("{\"status\": \"ok\", \"data\": []}"))
                .getMessage();

        assertTrue(message.startsWith("No rows"), message);
    }

    @Test
    void emptyFieldOfAnObjectIsAField() throws IOException {
        assertEquals(1, Converted.of("{\"id\": 1, \"tags\": []}").header().rowCount());
    }

    @Test
    void pathMayNameAnElementOfAnArray() throws IOException {
        assertEquals(
                List.of(1L, 2L),
                at("/1", "[{\"page\": 1}, [{\"a\": 1}, {\"a\": 2}]]").cells("a"));
    }

    @Test
    void pathToAnObjectGivesOneRow() throws IOException {
        assertEquals(List.of(1L), at("data", "{\"data\": {\"a\": 1}, \"b\": 2}").cells("a"));
    }

    @Test
    void pathHoldsForEachPageOfAStream() throws IOException {
        final Converted conversion = at(
                "data",
                "{\"data\": [{\"a\": 1}, {\"a\": 2}], \"page\": 1}\n{\"data\": null}\n{\"data\": [{\"a\": 3}]}");

        assertEquals(List.of(1L, 2L, 3L), conversion.cells("a"));
    }

    @Test
    void pathThatLeadsNowhereNamesWhatIsThere() {
        final String message = assertThrows(
                        IngestException.class, () -> at("data.items", "{\"data\": {\"rows\": [], \"total\": 0}}"))
                .getMessage();

        assertTrue(message.contains("found an object with [rows, total] at [data]"), message);
        assertTrue(message.contains("expected the field [items]"), message);
    }

    @Test
    void pathToAPlainValueIsRefused() {
        final String message = assertThrows(IngestException.class, () -> at("data", "{\"data\": 5}"))
                .getMessage();

        assertTrue(message.contains("found a plain value at [data], expected an array or an object"), message);
    }

    @Test
    void textThatIsCutOffBehindTheTableIsRefused() {
        final String message = assertThrows(
                        IngestException.class, () -> at("data", "{\"data\": [{\"a\": 1}],\n \"page\": "))
                .getMessage();

        assertTrue(message.contains("line 2") && message.contains("the file ends"), message);
    }

    @Test
    void onlyArrayOfObjectsInAWrapperIsTheTable() throws IOException {
        final Converted conversion = Converted.of(
                "{\"status\": \"ok\", \"tags\": [1, 2], \"data\": [{\"a\": 1}, {\"a\": 2}], \"count\": 2}");

        assertEquals(List.of(1L, 2L), conversion.cells("a"));
        assertEquals("data", conversion.header().sourceInfo().get("json_path"));
    }

    @Test
    void largestArrayOfObjectsInAWrapperIsTheTable() throws IOException {
        final Converted conversion = Converted.of("""
                {"links": [{"rel": "next"}], "result": {"records.all": [{"a": 1}, {"a": 2}, {"a": 3}]}, "notes": [{"text": "x"}]}""");

        assertEquals(List.of(1L, 2L, 3L), conversion.cells("a"));
        assertEquals("/result/records.all", conversion.header().sourceInfo().get("json_path"));
    }

    @Test
    void tableBeyondTheBeginningIsRecognised() throws IOException {
        final String rows = String.join(",", Collections.nCopies(20_000, "{\"a\": 12345}"));

        final Converted conversion = Converted.of("{\"links\": [{\"b\": 1}], \"data\": [" + rows + "]}");

        assertEquals(20_000, conversion.rows().size());
        assertEquals("data", conversion.header().sourceInfo().get("json_path"));
    }

    @Test
    void plainObjectIsOneRow() throws IOException {
        final Converted conversion = Converted.of("{\"a\": 1, \"b\": [1, 2], \"c\": {\"d\": \"x\"}}");

        assertEquals(1, conversion.rows().size());
        assertEquals(List.of("[1,2]"), conversion.cells("b"));
        assertFalse(conversion.header().sourceInfo().containsKey("json_path"));
    }

    @Test
    void arrayDeepInADocumentIsNoTable() throws IOException {
        assertEquals(
                List.of("[{\"x\":1}]"),
                Converted.of("{\"a\": {\"b\": {\"c\": {\"d\": [{\"x\": 1}]}}}}").cells("a.b.c.d"));
    }

    @Test
    void dotKeepsAnObjectWithAnArrayOneRow() throws IOException {
        assertEquals(List.of("[{\"b\":1}]"), at(".", "{\"a\": [{\"b\": 1}]}").cells("a"));
    }

    @Test
    void objectsOneAfterTheOtherAreRowsWhateverIsInThem() throws IOException {
        final Converted conversion = Converted.of("{\"a\": [{\"b\": 1}]}\n{\"a\": [{\"b\": 2}]}");

        assertEquals(List.of("[{\"b\":1}]", "[{\"b\":2}]"), conversion.cells("a"));
        assertEquals(
                "objects one after the other", conversion.header().sourceInfo().get("json_layout"));
    }

    @Test
    void concatenatedObjectsNeedNoSpaceBetweenThem() throws IOException {
        assertEquals(List.of(1L, 2L), Converted.of("{\"a\":1}{\"a\":2}").cells("a"));
    }

    @Test
    void textBehindTheTableIsNotPassedOver() {
        final String message = assertThrows(IngestException.class, () -> Converted.of("[{\"a\": 1}]\nand so on"))
                .getMessage();

        assertTrue(message.contains("line 2") && message.contains("not valid JSON"), message);
    }

    @Test
    void arraysHaveAHeaderRow() throws IOException {
        final Converted conversion =
                Converted.of("[[\"site\", \"cases\", \"site\"], [\"A\", 3, null], [\"B\", 4.50, {\"x\": [1.10]}]]");

        assertEquals(List.of("A", "B"), conversion.cells("site"));
        assertEquals(List.of(3L, 4.5), conversion.cells("cases"));
        assertEquals(Arrays.asList(null, "{\"x\":[1.10]}"), conversion.cells("site_2"));
        assertEquals("array of arrays", conversion.header().sourceInfo().get("json_layout"));
    }

    @Test
    void arraysWithoutAHeaderAreDataFromTheFirstOne() throws IOException {
        final Converted conversion = Converted.of("[[1, \"x\"], [2, \"y\", true], [3]]");

        assertEquals(List.of(1L, 2L, 3L), conversion.cells("column_1"));
        assertEquals(Arrays.asList(null, true, null), conversion.cells("column_3"));
    }

    @Test
    void arrayWithABlankTextIsNoHeader() throws IOException {
        assertEquals(
                List.of("", "x"),
                Converted.of("[[\"\", \"y\"], [\"x\", \"z\"]]").cells("column_1").stream()
                        .map(cell -> cell == null ? "" : cell)
                        .toList());
    }

    @Test
    void arrayThatIsWiderThanItsHeaderIsRejected() throws IOException {
        final Converted conversion = Converted.of("[[\"a\", \"b\"],\n[1, 2],\n[3, 4, 5],\n[6, 7, null]]");

        assertEquals(List.of(2L, 7L), conversion.cells("b"));
        assertEquals(List.of("element 3 (line 3): 3 cells, expected 2"), conversion.rejections());
    }

    @Test
    void arraysOneAfterTheOtherAreRows() throws IOException {
        final Converted conversion = Converted.of("[\"site\", \"cases\"]\n[\"A\", 3]\n[\"B\", 4]\n");

        assertEquals(List.of(3L, 4L), conversion.cells("cases"));
    }

    @Test
    void plainValuesAreAColumn() throws IOException {
        assertEquals(Arrays.asList(1L, null, 2L), Converted.of("[1, null, 2]").cells("value"));
    }

    @Test
    void valueOfAnotherKindIsRejected() throws IOException {
        final Converted conversion = Converted.of("[{\"a\": 1},\n7,\n{\"a\": 2}]");

        assertEquals(List.of(1L, 2L), conversion.cells("a"));
        assertEquals(
                List.of(
                        "element 2 (line 2): found a plain value, expected one of the objects that the table began with"),
                conversion.rejections());
        assertEquals("1", conversion.header().sourceInfo().get("rejected_rows").toString());
    }

    private static Converted at(final String path, final String json) throws IOException {
        return Converted.of(
                json.getBytes(StandardCharsets.UTF_8),
                null,
                IngestOptions.DETECT_ALL.withJson(JsonOptions.DETECT_ALL.withPath(path)));
    }
}
