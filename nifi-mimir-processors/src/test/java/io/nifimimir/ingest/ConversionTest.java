/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetProfile.NullPattern;
import io.nifimimir.dataset.SeriesGap;
import io.nifimimir.ingest.profile.ColumnSketches;
import io.nifimimir.ingest.typing.DateCalendar;
import io.nifimimir.ingest.typing.NullWords;
import io.nifimimir.ingest.typing.TypingOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What holds for each kind of source: readings that the last row settles, tables longer than what is read at once. */
class ConversionTest {
    /** More than the sample, and than what is consumed without another thread. */
    private static final int ROWS = 5_000;

    @Test
    void lastCellMakesAColumnText() throws IOException {
        final Converted converted = Converted.of("n,m\n" + lines(row -> row + "," + row) + "x,1\n");

        assertEquals(DataType.STRING, converted.column("n").dataType());
        assertEquals("0", converted.cells("n").getFirst());
        assertEquals("x", converted.cells("n").getLast());
        assertEquals(DataType.NUMERIC, converted.column("m").dataType());
        assertTrue(converted.reason("n").contains("[x] in line 5002"), converted.reason("n"));
        assertEquals(ROWS + 1, converted.header().rowCount());
        assertEquals(ROWS + 1, converted.rows().size());
    }

    @Test
    void lastCellSettlesTheOrderOfDayAndMonth() throws IOException {
        final Converted converted = Converted.of("d,v\n" + lines(row -> "03/04/2024," + row) + "04/13/2024,1\n");

        assertEquals(LocalDate.of(2024, 3, 4), converted.cells("d").getFirst());
        assertFalse(converted.header().sourceInfo().containsKey(Conversion.AMBIGUOUS_COLUMNS));
    }

    @Test
    void orderThatNothingSettlesIsNamed() throws IOException {
        final Converted converted = Converted.of("d,v\n01/02/2022,1\n");

        assertEquals(
                Map.of("d", List.of("a date, day first", "a date, month first")),
                converted.info(Conversion.AMBIGUOUS_COLUMNS));
    }

    @Test
    void shortYearsAreReadByTheWholeColumn() throws IOException {
        assertEquals(
                List.of(LocalDate.of(2019, 4, 30), LocalDate.of(2019, 5, 1)),
                Converted.of("d,v\n30/04/19,1\n01/05/19,2\n").cells("d"));
    }

    @Test
    void firstTimeOfDayMakesMidnightsOfTheDaysBefore() throws IOException {
        final Converted converted = Converted.of("d,v\n" + lines(row -> "2024-05-01," + row) + "2024-05-02T10:00,1\n");

        assertEquals("2024-05-01T00:00", converted.cells("d").getFirst().toString());
        assertEquals("2024-05-02T10:00", converted.cells("d").getLast().toString());
    }

    @Test
    void fieldsThatAppearLateAreColumnsWithNullsBefore() throws IOException {
        final String objects =
                lines(row -> "{\"a\":%d}".formatted(row)) + "{\"a\":1,\"late\":2.50}\n{\"later\":\"x\"}\n";

        final Converted converted = Converted.of(objects);

        assertEquals(DataType.NUMERIC, converted.column("late").dataType());
        assertEquals(ROWS + 1, converted.column("late").nullCount());
        assertEquals(2.5, converted.cells("late").get(ROWS));
        assertEquals("x", converted.cells("later").getLast());
        assertNull(converted.cells("later").getFirst());
    }

    @Test
    void digitsStandOnTheWireAsInTheSource() throws IOException {
        final String content = "price,big\n12.50,9007199254740993\n-0.10,0.12345678901234567890\n";

        final byte[] dataset =
                Converted.dataset(content.getBytes(StandardCharsets.UTF_8), null, IngestOptions.DETECT_ALL);

        final String json = new String(dataset, StandardCharsets.UTF_8);
        assertTrue(
                json.endsWith("[{\"price\":12.50,\"big\":9007199254740993},"
                        + "{\"price\":-0.10,\"big\":0.12345678901234567890}]}"),
                json.substring(json.indexOf("\"rows\"")));
    }

    @Test
    void pointsBetweenThousandsAreReadByTheWholeColumn() throws IOException {
        final Converted converted = Converted.of("a;b\n1.234,5;1.234\n1.234;2.345\n12;3.456.789\n");

        assertEquals(List.of(1234.5, 1234L, 12L), converted.cells("a"));
        assertEquals(List.of(1234L, 2345L, 3456789L), converted.cells("b"));
    }

    @Test
    void oddCellsWithinTheShareBecomeNulls() throws IOException {
        final byte[] content = ("n\n" + lines(String::valueOf) + "about 7\n").getBytes(StandardCharsets.UTF_8);
        final TypingOptions typing = new TypingOptions(NullWords.COMMON, 0.01, Map.of(), DateCalendar.GREGORIAN);

        final Converted converted = Converted.of(content, null, IngestOptions.DETECT_ALL.with(typing));

        assertEquals(DataType.NUMERIC, converted.column("n").dataType());
        assertEquals(1, converted.column("n").nullCount());
        assertEquals(List.of("line 5002, column [n]: [about 7], expected a plain number"), converted.rejections());
        assertEquals(Map.of("n", 1), converted.info("misfit_cells"));
    }

    @Test
    void tooManyOddCellsMakeAColumnTextAndNothingIsRejected() throws IOException {
        final byte[] content =
                ("n\n" + lines(row -> row % 50 == 0 ? "odd" : String.valueOf(row))).getBytes(StandardCharsets.UTF_8);
        final TypingOptions typing = new TypingOptions(NullWords.COMMON, 0.01, Map.of(), DateCalendar.GREGORIAN);

        final Converted converted = Converted.of(content, null, IngestOptions.DETECT_ALL.with(typing));

        assertEquals(DataType.STRING, converted.column("n").dataType());
        assertEquals(List.of(), converted.rejections());
    }

    @Test
    void typeThatIsSetIsKeptOrRefused() throws IOException {
        final byte[] content = "code,n\n12,1\n34,x\n".getBytes(StandardCharsets.UTF_8);
        final TypingOptions text =
                new TypingOptions(NullWords.COMMON, 0, Map.of("code", DataType.STRING), DateCalendar.GREGORIAN);
        final TypingOptions number =
                new TypingOptions(NullWords.COMMON, 0, Map.of("n", DataType.NUMERIC), DateCalendar.GREGORIAN);

        assertEquals(
                List.of("12", "34"),
                Converted.of(content, null, IngestOptions.DETECT_ALL.with(text)).cells("code"));
        final IngestException e = assertThrows(
                IngestException.class, () -> Converted.of(content, null, IngestOptions.DETECT_ALL.with(number)));
        assertEquals("Column [n] was set to be numeric, and is not: [x] in line 3", e.getMessage());
    }

    @Test
    void namesTellInstantsFromNumbersAndCodesFromQuantities() throws IOException {
        final Converted converted = Converted.of("""
                timestamp,created_at,phone,card,count
                1714521600,1714521600123,93701234567,4929123412341234,1714521600
                1714525200,1714525200000,93701234568,4929123412341235,5
                """);

        assertEquals(
                "2024-05-01T00:00Z", converted.cells("timestamp").getFirst().toString());
        assertEquals(
                "2024-05-01T00:00:00.123Z",
                converted.cells("created_at").getFirst().toString());
        assertEquals("93701234567", converted.cells("phone").getFirst());
        assertEquals("4929123412341234", converted.cells("card").getFirst());
        assertEquals(1714521600L, converted.cells("count").getFirst());
    }

    @Test
    void profileTellsDuplicatesNullPatternsAndFrequentValues() throws IOException {
        final Converted converted = Converted.of("""
                site,note,n
                KBL-01,,1
                KBL-02,,2
                KBL-01,,1
                HRT-7,x,
                """);

        assertEquals(1, converted.header().profile().duplicateRows());
        assertEquals(0, converted.header().profile().completeRows());
        assertEquals(
                List.of(new NullPattern(List.of("note"), 3), new NullPattern(List.of("n"), 1)),
                converted.header().profile().nullPatterns());
        final Column site = converted.column("site");
        assertEquals("KBL-01", site.profile().frequentValues().getFirst().value());
        assertEquals(2, site.profile().frequentValues().getFirst().count());
        assertEquals("AAA-99", site.profile().patterns().getFirst().value());
        assertEquals(5, site.profile().lengths().min());
        assertEquals(6, site.profile().lengths().max());
        assertEquals(1, converted.column("n").profile().quantiles().get("0.25"));
    }

    @Test
    void zerosAndTheFirstInstantOfTheEpochAreNoNulls() throws IOException {
        final Converted converted = Converted.of("day,cases\n1970-01-01,0\n1970-01-02,0.0\n1970-01-03,\n");

        assertEquals(2, converted.header().profile().completeRows());
        assertEquals(
                List.of(new NullPattern(List.of("cases"), 1)),
                converted.header().profile().nullPatterns());
    }

    @Test
    void sketchesOfTwoFilesTogetherAreThoseOfOneFile() throws IOException {
        final Converted one = Converted.of("n\n" + lines(String::valueOf));
        final Converted other = Converted.of("n\n" + lines(row -> String.valueOf(ROWS / 2 + row)));

        final ColumnSketches merged =
                ColumnSketches.of(one.column("n").profile().sketches(), 400);
        merged.merge(ColumnSketches.of(other.column("n").profile().sketches(), 400));

        assertEquals(1.5 * ROWS, merged.distinctCount(), 1.5 * ROWS * 0.05);
        assertEquals(0.75 * ROWS, merged.quantile(0.5), 1.5 * ROWS * 0.01);
    }

    /** Readers find the rows by the name of their field, and take the first one that has it. */
    @Test
    void columnNamedRowsIsNotTakenForTheRows() throws IOException {
        final byte[] dataset = Converted.dataset(
                "rows,d\n1,01/02/2022\n,03/04/2022\n".getBytes(StandardCharsets.UTF_8), null, IngestOptions.DETECT_ALL);

        final String json = new String(dataset, StandardCharsets.UTF_8);
        assertEquals(json.indexOf("\"rows\":["), json.indexOf("\"rows\":"), json);
    }

    @Test
    void gapsHaveTheirPlace() throws IOException {
        final String days = IntStream.range(0, 60)
                .filter(day -> day < 20 || day > 24)
                .mapToObj(day -> LocalDate.of(2024, 1, 1).plusDays(day) + ",north," + day + "\n"
                        + LocalDate.of(2024, 1, 1).plusDays(day) + ",south," + day * 2 + "\n")
                .collect(Collectors.joining());

        final List<SeriesGap> gaps =
                Converted.of("day,site,n\n" + days).header().timeSeries().gaps();

        assertEquals(
                List.of(
                        new SeriesGap(List.of("north"), "2024-01-20T00:00:00Z", "2024-01-26T00:00:00Z", 5),
                        new SeriesGap(List.of("south"), "2024-01-20T00:00:00Z", "2024-01-26T00:00:00Z", 5)),
                gaps.stream()
                        .sorted((a, b) ->
                                a.entity().getFirst().compareTo(b.entity().getFirst()))
                        .toList());
    }

    /** More than what waits in memory, in rows so long that some are on their way to the disk when the fault is found. */
    @Test
    void faultBehindManyRowsIsNamed() {
        final String content = IntStream.range(0, 3_000)
                .mapToObj(row -> ("\u00e9".repeat(1_000) + row + ",").repeat(7) + "x\n")
                .collect(Collectors.joining("", "a,b,c,d,e,f,g,h\n", "1,\"open"));

        final IngestException e = assertThrows(IngestException.class, () -> Converted.of(content));

        assertTrue(e.getMessage().startsWith("Line 3002 or after: Unclosed quoted field"), e.getMessage());
    }

    @Test
    void messageIsShortWhateverItQuotes() {
        final IngestException e = assertThrows(IngestException.class, () -> Converted.of("n".repeat(40_000) + ",a\n"));

        assertTrue(e.getMessage().startsWith("No rows: found the header [nnn"), e.getMessage());
        assertTrue(e.getMessage().endsWith("expected rows of data below"), e.getMessage());
        assertTrue(e.getMessage().length() < 2_100, e.getMessage());
    }

    private static String lines(final IntFunction<String> line) {
        return IntStream.range(0, ROWS).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }
}
