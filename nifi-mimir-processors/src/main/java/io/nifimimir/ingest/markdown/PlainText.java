/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** What a reader sees of Markdown, without marks, links' addresses and HTML. */
final class PlainText {
    private PlainText() {}

    /** Walks without recursion: how deep a text nests is up to who wrote it. */
    static String of(final Node root) {
        final StringBuilder text = new StringBuilder();
        Node node = root;
        int depth = 0;
        while (true) {
            append(node, text);
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                depth++;
                continue;
            }
            while (depth > 0 && node.getNext() == null) {
                node = node.getParent();
                depth--;
            }
            if (depth == 0) {
                return text.toString().strip();
            }
            node = node.getNext();
        }
    }

    private static void append(final Node node, final StringBuilder text) {
        switch (node) {
            case final Text literal -> text.append(literal.getLiteral());
            case final Code code -> text.append(code.getLiteral());
            case final FencedCodeBlock code -> text.append('\n').append(code.getLiteral());
            case final IndentedCodeBlock code -> text.append('\n').append(code.getLiteral());
            case final HtmlInline html when html.getLiteral().startsWith("<br") -> text.append(' ');
            default -> text.append(space(node));
        }
    }

    /** Emphasis, links and images show by what is in them alone; lines, blocks and the cells of a table stand apart. */
    private static String space(final Node node) {
        if (node instanceof Block) {
            return "\n";
        }
        final boolean apart =
                node instanceof SoftLineBreak || node instanceof HardLineBreak || node instanceof CustomNode;
        return apart ? " " : "";
    }

    /** Runs of characters without space that hold a letter or a digit. */
    static long words(final String text) {
        long words = 0;
        boolean inWord = false;
        for (int index = 0; index < text.length(); index += Character.charCount(text.codePointAt(index))) {
            final int character = text.codePointAt(index);
            if (Character.isWhitespace(character)) {
                inWord = false;
            } else if (!inWord && Character.isLetterOrDigit(character)) {
                inWord = true;
                words++;
            }
        }
        return words;
    }
}
