/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.DataAdapter;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MarkdownAdapterTest {
    private static final String TABLE = """
            | site | cases | note |
            | :--- | ---: | --- |
            | **A** | 3 | see [the list](https://example.org/a) |
            | B \\| C | 4 |
            """;

    @Test
    void articleIsOneRowWithItsFrontMatter() throws IOException {
        final Converted conversion = Converted.of("""
                ---
                title: Flood in the north
                date: 2024-05-01
                tags:
                  - water
                  - health
                draft: false
                source:
                ---

                # Situation

                Two *villages* are cut off, see [map](https://example.org).

                ~~~
                42 wells
                ~~~
                """);

        assertEquals(SourceType.MARKDOWN, conversion.header().source());
        assertEquals(List.of("Flood in the north"), conversion.cells("title"));
        assertEquals(List.of(LocalDate.of(2024, 5, 1)), conversion.cells("date"));
        assertEquals(List.of("[\"water\",\"health\"]"), conversion.cells("tags"));
        assertEquals(List.of(false), conversion.cells("draft"));
        assertEquals(Arrays.asList((Object) null), conversion.cells("source"));
        final String body = conversion.cells("body").getFirst().toString();
        assertTrue(body.startsWith("# Situation\n\nTwo *villages*") && body.endsWith("~~~"), body);
        assertEquals(List.of(10L), conversion.cells("word_count"));
        assertEquals("article", conversion.header().sourceInfo().get("markdown_layout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"news.md", "news.Markdown", "news.MD"})
    void nameTellsAnArticle(final String name) throws IOException {
        final Converted conversion = convert("Intro, with a comma.\n\n## Aid *arrives*\n\nText.\n", name);

        assertEquals(SourceType.MARKDOWN, conversion.header().source());
        assertEquals(List.of("Aid arrives"), conversion.cells("title"));
    }

    @Test
    void mediaTypeTellsAnArticle() throws IOException {
        final ContentSource source = new ContentSource(
                () -> new ByteArrayInputStream("one, two\n".getBytes(StandardCharsets.UTF_8)), null, "text/markdown");

        assertEquals(DataAdapter.Confidence.NAMED, new MarkdownAdapter().recognise(source));
    }

    @Test
    void linkAtTheBeginningOfAnArticleIsNoJson() throws IOException {
        assertEquals(
                SourceType.MARKDOWN,
                convert("[![build](a.svg)](b)\n\nText\n", "README.md").header().source());
    }

    @Test
    void plainTextIsAnArticleWhereTheFormatIsSet() throws IOException {
        final Converted conversion = Converted.of(
                "Aid arrives\n\nThe first trucks, of ten, came\nyesterday.\n".getBytes(StandardCharsets.UTF_8),
                "news.txt",
                IngestOptions.DETECT_ALL.withFormat(SourceType.MARKDOWN));

        assertEquals(List.of("Aid arrives"), conversion.cells("title"));
        assertEquals(List.of(9L), conversion.cells("word_count"));
        assertEquals(1, conversion.rows().size());
    }

    @Test
    void fileNameIsTheTitleOfATextWithoutOne() throws IOException {
        assertEquals(
                List.of("weekly news"),
                convert("Only this\nparagraph.\n", "weekly news.md").cells("title"));
    }

    @Test
    void fieldsThatCannotBeReadAreTold() throws IOException {
        final Converted conversion =
                convert("---\n# by hand\nplace: here\nmade by: me\nt\u00edtulo: x\n---\nText\n", "a.md");

        assertEquals(List.of("here"), conversion.cells("place"));
        assertEquals(
                List.of("made by", "t\u00edtulo"),
                conversion.header().sourceInfo().get("front_matter_unread"));
    }

    @Test
    void nameOfAFieldThatIsTakenIsMadeUnique() throws IOException {
        final Converted conversion = convert("---\nbody: short\n---\nText\n", "a.md");

        assertEquals(List.of("short"), conversion.cells("body"));
        assertEquals(List.of("Text"), conversion.cells("body_2"));
    }

    @Test
    void tableAtTheBeginningIsReadByItsContent() throws IOException {
        final Converted conversion = Converted.of(TABLE);

        assertEquals(SourceType.MARKDOWN, conversion.header().source());
        assertEquals(List.of("A", "B | C"), conversion.cells("site"));
        assertEquals(List.of(3L, 4L), conversion.cells("cases"));
        assertEquals(DataType.NUMERIC, conversion.column("cases").dataType());
        assertEquals(Arrays.asList("see the list", null), conversion.cells("note"));
    }

    @Test
    void tableBelowHeadingsAndFrontMatterIsTheContent() throws IOException {
        final Converted conversion = convert(
                "---\nsource: WHO\nauthor:\n---\n# Cases\n\n" + TABLE
                        + "\nFrom the weekly bulletin, which comes by mail, "
                        + "or on paper where there is none, and which is longer than any table could be.\n".repeat(9),
                "a.md");

        assertEquals(List.of(3L, 4L), conversion.cells("cases"));
        assertEquals("WHO", conversion.info("front_matter").get("source"));
        assertTrue(conversion.info("front_matter").containsKey("author"));
        assertNull(conversion.info("front_matter").get("author"));
    }

    @Test
    void tableThatIsTheLargerPartIsTheContent() throws IOException {
        assertEquals(
                List.of(3L, 4L), convert("A word before.\n\n" + TABLE, "a.md").cells("cases"));
    }

    @Test
    void smallTableInAnArticleIsPartOfIt() throws IOException {
        final Converted conversion = convert("Many words come before. ".repeat(30) + "\n\n" + TABLE, "a.md");

        assertEquals(1, conversion.rows().size());
        assertTrue(conversion.cells("body").getFirst().toString().contains("| site |"));
    }

    @Test
    void severalTablesAreNamedByTheirHeadings() throws IOException {
        final String text = TABLE + "\n## Week 2\n\n" + TABLE.replace("4", "5") + "\n\nand\n\n" + TABLE;
        try (Conversion conversion = DatasetConverter.standard().open(source(text), IngestOptions.DETECT_ALL)) {
            assertEquals(List.of("table 1", "Week 2", "Week 2_2"), conversion.tables());
        }
        assertEquals(List.of(3L, 4L), Converted.of(text).cells("cases"));
    }

    @Test
    void placeOfARowIsItsLine() throws IOException {
        final Converted conversion = Converted.of(TABLE.replace("| 4 |", "| four |"));

        assertTrue(conversion.reason("cases").contains("[four] in line 4"), conversion.reason("cases"));
    }

    @Test
    void delimitedTextWithBarsIsNoMarkdown() throws IOException {
        assertEquals(SourceType.CSV, Converted.of("a|b\n1|2\n3|4\n").header().source());
    }

    @Test
    void dashesWithoutFieldsAreNoFrontMatter() throws IOException {
        assertEquals(
                SourceType.CSV, Converted.of("---\na,b\n1,2\n---\n").header().source());
    }

    @Test
    void charsetIsDetected() throws IOException {
        final String text =
                "# \u00dcbergabe\n\nDie G\u00fcter f\u00fcr M\u00fcnchen \u00fcbergab das Lager n\u00e4chstes Mal.\n";

        final Converted conversion =
                Converted.of(text.getBytes(StandardCharsets.UTF_16LE), "a.md", IngestOptions.DETECT_ALL);
        final byte[] damaged = ("# " + "x".repeat(70_000) + "\u00dc").getBytes(StandardCharsets.ISO_8859_1);
        final String message = assertThrows(
                        IngestException.class, () -> Converted.of(damaged, "a.md", IngestOptions.DETECT_ALL))
                .getMessage();

        assertEquals(List.of("\u00dcbergabe"), conversion.cells("title"));
        assertTrue(message.startsWith("Behind byte 70,002: bytes that are no UTF-8"), message);
    }

    @Test
    void hugeFileIsRefused() {
        final String message = assertThrows(
                        IngestException.class, () -> convert("word ".repeat(MarkdownAdapter.MAX_BYTES / 5 + 1), "a.md"))
                .getMessage();

        assertTrue(message.contains("more than 16,777,216 bytes (16 MB)"), message);
    }

    @Test
    void articleThatNoCellHoldsIsRefused() {
        final String message = assertThrows(
                        IngestException.class, () -> convert("some words in a line\n\n".repeat(500_000), "a.md"))
                .getMessage();

        assertTrue(message.startsWith("The article has 10,999,998 characters: expected at most 10,000,000"), message);
    }

    @Test
    void tableOfTooManyCellsIsRefused() {
        final String text = "|a|b|\n|-|-|\n" + "|1|2|\n".repeat(130_000);

        final String message =
                assertThrows(IngestException.class, () -> Converted.of(text)).getMessage();

        assertTrue(message.contains("more than 250,000 cells"), message);
    }

    @Test
    void binaryDataIsRefused() {
        final byte[] noise = "# Title\n\nText with a \0 in it\n".getBytes(StandardCharsets.UTF_8);

        final String message = assertThrows(
                        IngestException.class,
                        () -> Converted.of(noise, "a.md", IngestOptions.DETECT_ALL.withFormat(SourceType.MARKDOWN)))
                .getMessage();

        assertTrue(message.contains("Character 22 is NUL"), message);
    }

    @Test
    void blankFileIsRefused() {
        assertThrows(
                IngestException.class,
                () -> Converted.of(
                        " \n".getBytes(StandardCharsets.UTF_8),
                        "a.md",
                        IngestOptions.DETECT_ALL.withFormat(SourceType.MARKDOWN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "*a ", "[", "![", "- ", "*a **a ", "<a", "(", "`"})
    void whatNestsWithoutEndIsStillRead(final String opening) throws IOException {
        final Converted conversion =
                convert("word " + opening.repeat(50_000) + "\n\n" + opening.repeat(50_000), "a.md");

        assertEquals(1, conversion.rows().size());
        assertFalse(conversion.cells("body").isEmpty());
    }

    private static ContentSource source(final String text) throws IOException {
        return new ContentSource(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), null, null);
    }

    private static Converted convert(final String text, final String name) throws IOException {
        return Converted.of(text.getBytes(StandardCharsets.UTF_8), name, IngestOptions.DETECT_ALL);
    }
}
