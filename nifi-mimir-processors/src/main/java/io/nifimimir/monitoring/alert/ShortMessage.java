/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A text as one SMS carries it. What can be written in ASCII is, with letters stripped of their accents, since gateways garble the rest of
 * the GSM alphabet (3GPP TS 23.038); 160 characters fit then. A text in another script stays as it is and is sent as UCS-2, of which 70
 * characters fit.
 */
final class ShortMessage {
    static final int GSM_LIMIT = 160;

    static final int UCS2_LIMIT = 70;

    /** Characters that take two of the 160 places. */
    private static final String EXTENDED = "^{}\\[]~|";

    private static final String CUT = "...";

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private static final Map<Character, String> ASCII = Map.ofEntries(
            Map.entry('\u2018', "'"),
            Map.entry('\u2019', "'"),
            Map.entry('`', "'"),
            Map.entry('\u201c', "\""),
            Map.entry('\u201d', "\""),
            Map.entry('\u2013', "-"),
            Map.entry('\u2014', "-"),
            Map.entry('\u2212', "-"),
            Map.entry('\u2026', "..."),
            Map.entry('\u00a0', " "),
            Map.entry('\u00b0', ""),
            Map.entry('\u00b5', "u"),
            Map.entry('\u03bc', "u"),
            Map.entry('\u00d7', "x"),
            Map.entry('\u2264', "<="),
            Map.entry('\u2265', ">="),
            Map.entry('\u00df', "ss"),
            Map.entry('\u00f8', "o"),
            Map.entry('\u00d8', "O"),
            Map.entry('\u00e6', "ae"),
            Map.entry('\u00c6', "AE"),
            Map.entry('\u0142', "l"),
            Map.entry('\u0141', "L"),
            Map.entry('\u0131', "i"));

    private ShortMessage() {}

    /** The first of several ways to say a thing that fits, or the beginning of the last one. */
    static String of(final List<String> fromLongToShort) {
        for (final String text : fromLongToShort) {
            final String written = write(text);
            if (fits(written)) {
                return written;
            }
        }
        return cut(write(fromLongToShort.getLast()));
    }

    private static String write(final String text) {
        final String oneLine = text.strip().replaceAll("\\s+", " ");
        final StringBuilder ascii = new StringBuilder();
        for (final char character : MARKS.matcher(Normalizer.normalize(oneLine, Normalizer.Form.NFD))
                .replaceAll("")
                .toCharArray()) {
            ascii.append(ASCII.getOrDefault(character, String.valueOf(character)));
        }
        return isAscii(ascii) ? ascii.toString() : Normalizer.normalize(oneLine, Normalizer.Form.NFC);
    }

    private static boolean fits(final CharSequence text) {
        return isAscii(text) ? places(text) <= GSM_LIMIT : text.length() <= UCS2_LIMIT;
    }

    private static boolean isAscii(final CharSequence text) {
        return text.chars().allMatch(character -> character >= ' ' && character < 0x7f);
    }

    private static long places(final CharSequence text) {
        return text.length()
                + text.chars()
                        .filter(character -> EXTENDED.indexOf(character) >= 0)
                        .count();
    }

    private static String cut(final String text) {
        int end = text.length();
        while (!fits(text.substring(0, end) + CUT)) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + CUT;
    }
}
