/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import io.nifimimir.dataset.Column;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SelectedColumnsTest {

    @Test
    void columnsComeInTheOrderAndUnderTheNamesThatAreWanted() throws IOException {
        final Converted converted = convert("a,b,c\n1,x,2\n3,y,4\n", List.of("c", "a"), Map.of("c", "cases"), 100);

        assertEquals(List.of("cases", "a"), names(converted));
        assertEquals(List.of(2L, 4L), converted.cells("cases"));
        assertEquals(List.of(1L, 3L), converted.cells("a"));
    }

    @Test
    void columnsThatAreFoundLateAreSelectedToo() throws IOException {
        final Converted converted =
                convert("[{\"a\":1},{\"a\":2,\"late\":\"x\"}]", List.of("late", "a"), Map.of(), 100);

        assertEquals(List.of("late", "a"), names(converted));
        assertEquals(Arrays.asList(null, "x"), converted.cells("late"));
    }

    @Test
    void columnThatIsNotThereIsNamed() {
        final IngestException e = assertThrows(
                IngestException.class, () -> convert("a,b\n1,2\n", List.of("a", "missing"), Map.of(), 100));

        assertTrue(e.getMessage().contains("[missing] is not in the table, which has [a, b]"), e.getMessage());
    }

    @Test
    void columnThatIsToBeRenamedAndIsNotThereIsNamed() {
        final IngestException e = assertThrows(
                IngestException.class, () -> convert("a,b\n1,2\n", List.of(), Map.of("missing", "x"), 100));

        assertTrue(e.getMessage().contains("[missing], which is to be renamed"), e.getMessage());
    }

    @Test
    void newNameThatIsTakenIsMadeUnique() throws IOException {
        assertEquals(List.of("b", "b_2"), names(convert("a,b\n1,2\n", List.of(), Map.of("a", "b"), 100)));
    }

    @Test
    void readingEndsAtTheLimitAndTypesAreThoseOfTheRowsRead() throws IOException {
        final Converted converted = convert("a\n1\n2\nthree\n", List.of(), Map.of(), 2);

        assertEquals(List.of(1L, 2L), converted.cells("a"));
        assertEquals(2, converted.header().rowCount());
    }

    private static List<String> names(final Converted converted) {
        return converted.header().columns().stream().map(Column::name).toList();
    }

    private static Converted convert(
            final String content, final List<String> columns, final Map<String, String> renames, final long limit)
            throws IOException {
        return Converted.of(
                content.getBytes(StandardCharsets.UTF_8),
                null,
                IngestOptions.DETECT_ALL.with(new TableSelection(columns, renames, Optional.empty(), limit)));
    }
}
