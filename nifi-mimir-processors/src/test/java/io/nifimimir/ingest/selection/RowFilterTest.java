/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RowFilterTest {
    private static final String TABLE = """
            id,region,cases,day,Ration kg,ok
            1,north,5,2024-04-30,1.50,yes
            2,south,12,2024-05-01,2.25,no
            3,,100,2024-05-02,0.75,yes
            4,it's far,9,2024-05-03,,no
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            region = 'north'                           | 1
            region != 'north'                          | 2 4
            cases > 9                                  | 2 3
            cases >= 9 and cases < 100                 | 2 4
            cases = 12.0                               | 2
            day >= 2024-05-01                          | 2 3 4
            day < '2024-05-01T12:00:00'                | 1 2
            "Ration kg" <= 1.5                         | 1 3
            region is null                             | 3
            region is not null AND NOT cases <> 5      | 1
            region = 'it''s far'                       | 4
            region in ('north', 'south')               | 1 2
            region contains 'o'                        | 1 2
            ok = true                                  | 1 3
            (cases > 50 or region = 'north') and ok = true | 1 3
            """)
    void rowsAreTold(final String filter, final String ids) throws IOException {
        final Converted converted = convert(filter);

        assertEquals(
                List.of(ids.split(" ")),
                converted.cells("id").stream().map(String::valueOf).toList());
        assertEquals(converted.rows().size(), converted.header().rowCount());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cases",
                "cases >",
                "cases > 5 and",
                "(cases > 5",
                "cases > 5)",
                "region = 'open",
                "cases in 5",
                "is null",
                "cases is empty"
            })
    void whatIsNoFilterIsRefusedWithThePlace(final String filter) {
        final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RowFilter.parse(filter));

        assertTrue(e.getMessage().matches("Row filter, character \\d+: expected .*, found .*"), e.getMessage());
    }

    @Test
    void endlessNestingIsRefused() {
        final String filter = "(".repeat(100_000);

        assertThrows(IllegalArgumentException.class, () -> RowFilter.parse(filter));
    }

    @Test
    void filterThatWantsNoRowIsNamed() {
        final IngestException e = assertThrows(IngestException.class, () -> convert("cases > 1000"));

        assertTrue(e.getMessage().contains("[cases > 1000] wants none of the 4"), e.getMessage());
    }

    @Test
    void columnThatIsNotThereIsNamed() {
        final IngestException e = assertThrows(IngestException.class, () -> convert("missing = 1 or cases > 1"));

        assertTrue(e.getMessage().contains("[missing]"), e.getMessage());
    }

    private static Converted convert(final String filter) throws IOException {
        final TableSelection selection =
                new TableSelection(List.of(), Map.of(), Optional.of(RowFilter.parse(filter)), Long.MAX_VALUE);
        return Converted.of(
                TABLE.getBytes(StandardCharsets.UTF_8), "table.csv", IngestOptions.DETECT_ALL.with(selection));
    }
}
