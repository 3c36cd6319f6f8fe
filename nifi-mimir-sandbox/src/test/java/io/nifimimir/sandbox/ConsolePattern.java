/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a guide says that commands print. An ellipsis stands for anything, on a line of its own for any lines, also none; a number behind ≈ for one that is
 * less than a third away from it, as scores are that come out of another version of a learner.
 */
final class ConsolePattern {
    private static final Pattern VARIABLE = Pattern.compile("\\n…(?=\\n|\\z)|^…\\n|…|≈(-?\\d+(?:\\.\\d+)?)");
    private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?)";
    private static final BigDecimal TOLERANCE = new BigDecimal("0.33");

    private final String expected;
    private final Pattern pattern;
    private final List<BigDecimal> numbers = new ArrayList<>();

    ConsolePattern(final String expected) {
        this.expected = expected.strip();
        final StringBuilder regex = new StringBuilder();
        final Matcher variables = VARIABLE.matcher(this.expected);
        int end = 0;
        while (variables.find()) {
            regex.append(Pattern.quote(this.expected.substring(end, variables.start())));
            regex.append(
                    switch (variables.group()) {
                        case "\n…" -> "(?:\n.*?)?";
                        case "…\n" -> "(?:.*?\n)?";
                        case "…" -> ".*?";
                        default -> NUMBER;
                    });
            if (variables.group(1) != null) {
                numbers.add(new BigDecimal(variables.group(1)));
            }
            end = variables.end();
        }
        regex.append(Pattern.quote(this.expected.substring(end)));
        pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** What is wrong with a text; empty where it is as expected. */
    Optional<String> differenceTo(final String text) {
        final String actual = text.strip();
        final Matcher matcher = pattern.matcher(actual);
        if (!matcher.matches()) {
            return Optional.of("expected\n%s\nbut found\n%s".formatted(expected, actual));
        }
        for (int index = 0; index < numbers.size(); index++) {
            final BigDecimal number = numbers.get(index);
            final BigDecimal found = new BigDecimal(matcher.group(index + 1));
            if (found.subtract(number).abs().compareTo(number.abs().multiply(TOLERANCE)) > 0) {
                return Optional.of("expected about %s, found %s in\n%s".formatted(number, found, actual));
            }
        }
        return Optional.empty();
    }
}
