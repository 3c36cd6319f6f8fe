/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.DataType;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Words that stand for a missing value, and where they are values. */
class NullWordsTest {
    private static final String HOUSES = """
            masonry,alley,frontage,storeys
            Brick,NA,70.5,2
            None,NA,None,1
            Stone,Gravel,NA,null
            None,na,61,-
            ,Paved,,3
            """;

    @Test
    void noneIsAKindAmongTextsAndMissingAmongNumbers() throws IOException {
        final Converted houses = Converted.of(HOUSES);

        assertEquals(Arrays.asList("Brick", "None", "Stone", "None", null), houses.cells("masonry"));
        assertEquals(DataType.NUMERIC, houses.column("frontage").dataType());
        assertEquals(3, houses.column("frontage").nullCount());
        assertEquals(2, houses.column("storeys").nullCount());
    }

    @Test
    void theHeaderTellsHowManyCellsEachWordHasEmptied() throws IOException {
        final Converted houses = Converted.of(HOUSES);

        assertEquals(Optional.of("2 as NA, 1 as na"), houses.header().findNullWords("alley"));
        assertEquals(Optional.of("1 as NA, 1 as None"), houses.header().findNullWords("frontage"));
        assertEquals(Optional.of("1 as -, 1 as null"), houses.header().findNullWords("storeys"));
        assertEquals(Optional.empty(), houses.header().findNullWords("masonry"));
    }

    @Test
    void aColumnOfNothingButNullWordsIsEmpty() throws IOException {
        final Converted converted = Converted.of("n,remark\n1,None\n2,none\n3,NA\n");

        assertEquals(Arrays.asList(null, null, null), converted.cells("remark"));
        assertEquals(3, converted.column("remark").nullCount());
        assertEquals("no cell has a value", converted.reason("remark"));
    }

    @Test
    void aValueBehindManyCellsOfNoneMakesThemTexts() throws IOException {
        final StringBuilder content = new StringBuilder("n,masonry\n");
        for (int row = 0; row < 3_000; row++) {
            content.append(row).append(",None\n");
        }

        final Converted converted = Converted.of(content.append("3000,Brick\n").toString());

        assertEquals(0, converted.column("masonry").nullCount());
        assertEquals("None", converted.cells("masonry").getFirst());
    }

    @Test
    void inAVerbatimColumnOnlyAnEmptyCellIsMissing() throws IOException {
        final Converted one = converted(NullWords.COMMON.verbatim(Set.of("alley")));
        final Converted all = converted(NullWords.COMMON.verbatim(Set.of(NullWords.ALL)));

        assertEquals(List.of("NA", "NA", "Gravel", "na", "Paved"), one.cells("alley"));
        assertEquals(DataType.NUMERIC, one.column("storeys").dataType());
        assertEquals(DataType.STRING, all.column("storeys").dataType());
        assertEquals(1, all.column("masonry").nullCount());
        assertTrue(all.header().findNullWords("frontage").isEmpty());
    }

    @Test
    void theUserSetsTheWords() throws IOException {
        final Converted converted =
                converted(new NullWords(Set.of("gravel", "null", "-", "None"), Set.of("NA"), Set.of()));

        assertEquals(Arrays.asList("NA", "NA", null, "na", "Paved"), converted.cells("alley"));
        assertEquals(DataType.NUMERIC, converted.column("frontage").dataType());
        assertEquals(Optional.of("2 as None"), converted.header().findNullWords("masonry"));
    }

    private static Converted converted(final NullWords words) throws IOException {
        final TypingOptions typing = new TypingOptions(words, 0, Map.of(), DateCalendar.GREGORIAN);
        return Converted.of(HOUSES.getBytes(StandardCharsets.UTF_8), null, IngestOptions.DETECT_ALL.with(typing));
    }
}
