/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.series.ExpectedRange;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A message in words, at each of the lengths that a link may carry: a title, a sentence, an SMS, a digest of less than 1 KB. */
public final class AlertNotice {
    /** In bytes of UTF-8. */
    public static final int DIGEST_LIMIT = 1_023;

    /** How many places a sentence names. */
    private static final int NAMED = 5;

    private static final DateTimeFormatter SHORT_MINUTE =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AlertMessage message;

    private final Alert first;

    public AlertNotice(final AlertMessage message) {
        this.message = message;
        this.first = message.first().alert();
    }

    /** {@code temperature_c of KBL-03 is too high}, {@code temperature_c of 5 places is too high}. */
    public String title() {
        if (!message.isGroup()) {
            return first.title();
        }
        final int places = message.transitions().size();
        final List<String> common = message.transitions().stream()
                .map(AlertTransition::alert)
                .map(alert ->
                        alert.title().replace(" of " + alert.series().entityId(), " of %d places".formatted(places)))
                .distinct()
                .toList();
        return common.size() == 1
                ? common.getFirst()
                : "%s: %d alerts".formatted(first.series().metricName(), places);
    }

    /** What a person needs, in a sentence. */
    public String text() {
        final String text = message.isGroup() ? "%s: %s".formatted(title(), places(NAMED)) : first.message();
        return switch (message.event()) {
            case RAISED, RESOLVED, DISMISSED, ACKNOWLEDGED -> text;
            case REOPENED -> "Again: " + text;
            case WORSENED -> "Now %s: %s".formatted(message.severity().wireName(), text);
            case ESCALATED -> "Nobody has acknowledged: " + text;
        };
    }

    /** 160 characters at most, of ASCII; 70 at most where the text is in another script. */
    public String sms() {
        final String label = label();
        final List<String> ways = new ArrayList<>();
        if (message.isGroup()) {
            for (int named = NAMED; named > 0; named--) {
                ways.add("%s: %s: %s".formatted(label, title(), places(named)));
            }
            ways.add("%s: %s".formatted(label, title()));
        } else {
            final String value = ExpectedRange.formatNumber(first.lastValue());
            final String since = SHORT_MINUTE.format(first.since());
            ways.add("%s: %s".formatted(label, first.message()));
            ways.add("%s: %s (%s), expected %s, since %s UTC"
                    .formatted(label, first.title(), value, first.expected(), since));
            ways.add("%s: %s (%s), since %s".formatted(label, first.title(), value, since));
            ways.add("%s: %s, %s".formatted(label, value, first.title()));
        }
        return ShortMessage.of(ways);
    }

    /** The facts line by line, in less than 1 KB. */
    public String digest() {
        final List<String> lines = new ArrayList<>();
        lines.add("%s: %s".formatted(label(), title()));
        if (message.isGroup()) {
            message.transitions().stream()
                    .map(AlertTransition::alert)
                    .map(alert ->
                            "%s: %s, expected %s".formatted(alert.series().entityId(), value(alert), alert.expected()))
                    .forEach(lines::add);
        } else {
            lines.add(text());
            lines.add("seen %s at %s, expected %s".formatted(value(first), first.lastSeen(), first.expected()));
            lines.add("since %s, %d readings".formatted(first.since(), first.occurrences()));
        }
        final String source = "ontology %s, alert %s".formatted(first.series().ontologyId(), message.key());
        return withinLimit(lines, source);
    }

    private static String withinLimit(final List<String> lines, final String lastLine) {
        final int reserved = bytes(clip(lastLine, DIGEST_LIMIT / 4)) + bytes("\nand 1000 more\n");
        final StringBuilder digest = new StringBuilder();
        int written = 0;
        for (final String line : lines) {
            final String clipped = clip(line, DIGEST_LIMIT / 3);
            if (bytes(digest.toString()) + bytes(clipped) + 1 + reserved > DIGEST_LIMIT) {
                break;
            }
            digest.append(clipped).append('\n');
            written++;
        }
        if (written < lines.size()) {
            digest.append("and %d more%n".formatted(lines.size() - written).stripTrailing())
                    .append('\n');
        }
        return digest.append(clip(lastLine, DIGEST_LIMIT / 4)).toString();
    }

    private static String clip(final String text, final int limit) {
        int end = text.length();
        while (bytes(text.substring(0, end)) > limit) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    private static int bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private String places(final int named) {
        final String places = message.transitions().stream()
                .limit(named)
                .map(AlertTransition::alert)
                .map(alert -> "%s %s".formatted(alert.series().entityId(), value(alert)))
                .collect(Collectors.joining(", "));
        final int more = message.transitions().size() - named;
        return more > 0 ? "%s and %d more".formatted(places, more) : places;
    }

    private static String value(final Alert alert) {
        return ExpectedRange.formatNumber(alert.lastValue());
    }

    private String label() {
        final String severity = message.severity().wireName().toUpperCase(Locale.ROOT);
        return switch (message.event()) {
            case RAISED -> severity;
            case REOPENED -> severity + " AGAIN";
            case WORSENED -> "NOW " + severity;
            case ESCALATED -> severity + ", NOT ACKNOWLEDGED";
            case ACKNOWLEDGED -> "ACKNOWLEDGED";
            case RESOLVED -> "OVER";
            case DISMISSED -> "DISMISSED";
        };
    }
}
