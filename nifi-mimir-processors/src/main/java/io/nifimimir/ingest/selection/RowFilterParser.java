/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the text of a row filter by recursive descent. */
final class RowFilterParser {
    private static final String SYMBOLS = "()=!<>,'\"";
    private static final int MAX_DEPTH = 50;

    private final String text;
    private int position;
    private int depth;

    RowFilterParser(final String text) {
        this.text = text;
    }

    Condition parse() {
        final Condition condition = parseAny();
        skipSpace();
        if (position < text.length()) {
            throw expected("and, or, or the end");
        }
        return condition;
    }

    private Condition parseAny() {
        final List<Condition> conditions = new ArrayList<>();
        do {
            conditions.add(parseAll());
        } while (acceptWord("or"));
        return conditions.size() == 1 ? conditions.getFirst() : new Condition.Any(conditions);
    }

    private Condition parseAll() {
        final List<Condition> conditions = new ArrayList<>();
        do {
            conditions.add(parseNot());
        } while (acceptWord("and"));
        return conditions.size() == 1 ? conditions.getFirst() : new Condition.All(conditions);
    }

    private Condition parseNot() {
        depth++;
        if (depth > MAX_DEPTH) {
            throw expected("at most %d levels of parentheses and negations".formatted(MAX_DEPTH));
        }
        final Condition condition;
        if (acceptWord("not")) {
            condition = new Condition.Not(parseNot());
        } else if (acceptSymbol("(")) {
            condition = parseAny();
            if (!acceptSymbol(")")) {
                throw expected("a closing parenthesis");
            }
        } else {
            condition = parsePredicate();
        }
        depth--;
        return condition;
    }

    private Condition parsePredicate() {
        final String column = parseColumn();
        if (acceptWord("is")) {
            final boolean negated = acceptWord("not");
            if (!acceptWord("null")) {
                throw expected("null");
            }
            final Condition isNull = new Condition.IsNull(column);
            return negated ? new Condition.Not(isNull) : isNull;
        }
        if (acceptWord("in")) {
            return parseIn(column);
        }
        return new Condition.Compare(column, parseComparison(), parseLiteral());
    }

    private Condition parseIn(final String column) {
        if (!acceptSymbol("(")) {
            throw expected("an opening parenthesis");
        }
        final List<Condition> values = new ArrayList<>();
        do {
            values.add(new Condition.Compare(column, Comparison.EQUAL, parseLiteral()));
        } while (acceptSymbol(","));
        if (!acceptSymbol(")")) {
            throw expected("a comma or a closing parenthesis");
        }
        return new Condition.Any(values);
    }

    private Comparison parseComparison() {
        if (acceptSymbol("<>")) {
            return Comparison.NOT_EQUAL;
        }
        // Two characters before one, so that <= is not read as <
        for (final Comparison comparison : List.of(
                Comparison.LESS_OR_EQUAL,
                Comparison.GREATER_OR_EQUAL,
                Comparison.NOT_EQUAL,
                Comparison.EQUAL,
                Comparison.LESS,
                Comparison.GREATER)) {
            if (acceptSymbol(comparison.symbol())) {
                return comparison;
            }
        }
        if (acceptWord(Comparison.CONTAINS.symbol())) {
            return Comparison.CONTAINS;
        }
        throw expected("a comparison such as =, <, contains, in, or is null");
    }

    private String parseColumn() {
        skipSpace();
        final String quoted = parseQuoted('"');
        return quoted == null ? parseWord("the name of a column") : quoted;
    }

    private Literal parseLiteral() {
        skipSpace();
        final String quoted = parseQuoted('\'');
        return Literal.of(quoted == null ? parseWord("a value, texts in single quotes") : quoted);
    }

    private String parseWord(final String wanted) {
        final int from = position;
        while (position < text.length() && !isEnd(text.charAt(position))) {
            position++;
        }
        if (position == from) {
            throw expected(wanted);
        }
        return text.substring(from, position);
    }

    /** A quote within quotes is written twice; null where no quote stands here. */
    private String parseQuoted(final char quote) {
        if (position == text.length() || text.charAt(position) != quote) {
            return null;
        }
        final StringBuilder quoted = new StringBuilder();
        for (int index = position + 1; index < text.length(); index++) {
            if (text.charAt(index) != quote) {
                quoted.append(text.charAt(index));
            } else if (index + 1 < text.length() && text.charAt(index + 1) == quote) {
                quoted.append(quote);
                index++;
            } else {
                position = index + 1;
                return quoted.toString();
            }
        }
        throw expected("a closing " + quote);
    }

    private boolean acceptWord(final String word) {
        skipSpace();
        final int end = position + word.length();
        final boolean here = text.regionMatches(true, position, word, 0, word.length())
                && (end == text.length() || isEnd(text.charAt(end)));
        if (here) {
            position = end;
        }
        return here;
    }

    private boolean acceptSymbol(final String symbol) {
        skipSpace();
        final boolean here = text.startsWith(symbol, position);
        if (here) {
            position += symbol.length();
        }
        return here;
    }

    private static boolean isEnd(final char character) {
        return Character.isWhitespace(character) || SYMBOLS.indexOf(character) >= 0;
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private IllegalArgumentException expected(final String what) {
        final String found = position >= text.length() ? "the end" : "[" + text.substring(position) + "]";
        return new IllegalArgumentException(String.format(
                Locale.ROOT, "Row filter, character %d: expected %s, found %s", position + 1, what, found));
    }
}
