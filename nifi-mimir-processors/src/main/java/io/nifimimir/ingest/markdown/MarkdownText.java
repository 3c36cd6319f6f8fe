/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import io.nifimimir.ingest.IngestException;
import org.commonmark.ext.front.matter.YamlFrontMatterBlock;
import org.commonmark.ext.front.matter.YamlFrontMatterExtension;
import org.commonmark.ext.front.matter.YamlFrontMatterVisitor;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A parsed Markdown text.
 *
 * @param frontMatter values of each field in front of the text, by their names
 * @param unreadFields names in front of the text that no field came of: the parser knows plain YAML alone
 * @param blocks what follows it, from top to bottom
 * @param body the text behind the front matter, as it is written
 */
record MarkdownText(Map<String, List<String>> frontMatter, List<String> unreadFields, List<Node> blocks, String body) {
    /** Cells of all tables in a file: more than anybody reads, and each is several objects while the file is parsed. */
    private static final int MAX_CELLS = 250_000;

    /** Blocks within blocks, and emphasis within emphasis. */
    private static final int MAX_NESTING = 100;

    /** Characters of a line that may be a title. */
    private static final int MAX_TITLE_CHARACTERS = 150;

    /** Parsers are safe for use by several threads. */
    private static final Parser PARSER = Parser.builder()
            .extensions(
                    List.of(TablesExtension.builder().maxCells(MAX_CELLS).build(), YamlFrontMatterExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(MAX_NESTING)
            .maxInlineNesting(MAX_NESTING)
            .build();

    static MarkdownText parse(final String text) throws IngestException {
        final Node document;
        try {
            document = PARSER.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new IngestException(
                    "The Markdown file has tables of more than %,d cells: expected at most that".formatted(MAX_CELLS),
                    e);
        }
        final YamlFrontMatterVisitor frontMatter = new YamlFrontMatterVisitor();
        final List<Node> blocks = new ArrayList<>();
        String body = text;
        for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
            if (block instanceof YamlFrontMatterBlock) {
                block.accept(frontMatter);
                body = behind(text, block);
            } else {
                blocks.add(block);
            }
        }
        final String front = text.substring(0, text.length() - body.length());
        return new MarkdownText(
                frontMatter.getData(), unread(front, frontMatter.getData().keySet()), blocks, body.strip());
    }

    private static List<String> unread(final String front, final Set<String> read) {
        return front.lines()
                .filter(line -> !line.isBlank() && " \t-#".indexOf(line.charAt(0)) < 0 && line.indexOf(':') > 0)
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .filter(name -> !read.contains(name))
                .toList();
    }

    private static String behind(final String text, final Node block) {
        final SourceSpan last = block.getSourceSpans().getLast();
        return text.substring(last.getInputIndex() + last.getLength());
    }

    List<TableBlock> tables() {
        return blocks.stream()
                .filter(TableBlock.class::isInstance)
                .map(TableBlock.class::cast)
                .toList();
    }

    /** Whether the text is there for its tables: it begins with one below its headings, or they are the larger part of it. */
    boolean isTable() {
        boolean first = true;
        long characters = 0;
        long inTables = 0;
        for (final Node block : blocks) {
            if (block instanceof Heading) {
                continue;
            }
            final long length = block.getSourceSpans().stream()
                    .mapToLong(SourceSpan::getLength)
                    .sum();
            if (block instanceof TableBlock) {
                if (first) {
                    return true;
                }
                inTables += length;
            }
            characters += length;
            first = false;
        }
        return inTables > 0 && 2 * inTables >= characters;
    }

    /** The first heading, or a first line that stands alone above the rest, as a title does in plain text. */
    Optional<String> title() {
        for (final Node block : blocks) {
            if (block instanceof Heading) {
                return Optional.of(PlainText.of(block)).filter(title -> !title.isEmpty());
            }
        }
        return blocks.stream()
                .limit(blocks.size() > 1 ? 1 : 0)
                .filter(block ->
                        block instanceof Paragraph && block.getSourceSpans().size() == 1)
                .map(PlainText::of)
                .filter(line -> !line.isEmpty() && line.length() <= MAX_TITLE_CHARACTERS)
                .findFirst();
    }

    /** Runs of characters without space that hold a letter or a digit, in what a reader sees of the text. */
    long wordCount() {
        long words = 0;
        for (final Node block : blocks) {
            words += PlainText.words(PlainText.of(block));
        }
        return words;
    }
}
