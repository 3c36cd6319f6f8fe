/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells the charset of a text that is no Unicode. The frequencies of letters, which a detector knows, say little about the few words of a small table; so the
 * words come first: under the right charset they are of one script, with their capitals at the beginning, and no sign stands between their letters.
 */
final class CharsetStatistics {
    /** The charsets of systems in use, which the detector may not think of in a short text. */
    private static final List<String> USUAL = List.of(
            "windows-1252",
            "windows-1251",
            "windows-1256",
            "windows-1250",
            "windows-1253",
            "windows-1254",
            "windows-1255",
            "KOI8-U");

    /** East Asian charsets give letters for nearly all bytes, so for these the detector has to be sure, in percent. */
    private static final int SURE = 50;

    /** Shares of well-formed words that are nearer to each other than this are not told apart. */
    private static final double TOLERANCE = 0.02;

    private final byte[] text;

    CharsetStatistics(final byte[] text) {
        this.text = text;
    }

    /** @param decodes whether each byte has a meaning in a charset */
    Optional<Charset> likeliest(final Predicate<Charset> decodes) {
        final Map<Charset, Integer> confidences = new LinkedHashMap<>();
        for (final CharsetMatch match : new CharsetDetector().setText(text).detectAll()) {
            if (Charset.isSupported(match.getName())) {
                confidences.putIfAbsent(Charset.forName(match.getName()), match.getConfidence());
            }
        }
        USUAL.stream().filter(Charset::isSupported).forEach(name -> confidences.putIfAbsent(Charset.forName(name), 0));
        Optional<Charset> best = Optional.empty();
        double bestShare = -1;
        int bestConfidence = -1;
        for (final Map.Entry<Charset, Integer> candidate : confidences.entrySet()) {
            final Charset charset = candidate.getKey();
            if (!containsAscii(charset) || !decodes.test(charset)) {
                continue;
            }
            final double share = wellFormedShare(new String(text, charset), candidate.getValue());
            final boolean alike = Math.abs(share - bestShare) <= TOLERANCE;
            if (alike ? candidate.getValue() > bestConfidence : share > bestShare) {
                best = Optional.of(charset);
                bestShare = share;
                bestConfidence = candidate.getValue();
            }
        }
        return best;
    }

    /** The others are told by their marks, or by the shares of NUL; a text in EBCDIC is none that people send. */
    private static boolean containsAscii(final Charset charset) {
        final String layout = "\n\t ,;0aZ";
        return charset.canEncode()
                && Arrays.equals(layout.getBytes(charset), layout.getBytes(StandardCharsets.US_ASCII));
    }

    /** Share of the words with letters beyond ASCII that a person could have written; 0 where control characters were taken for letters. */
    private static double wellFormedShare(final String text, final int confidence) {
        long words = 0;
        double wellFormed = 0;
        int start = 0;
        while (start < text.length()) {
            int end = start;
            boolean beyondAscii = false;
            while (end < text.length() && isOfWord(text.charAt(end))) {
                beyondAscii |= text.charAt(end) >= 0x80;
                end++;
            }
            if (beyondAscii) {
                words++;
                wellFormed += quality(text.substring(start, end), confidence);
            } else if (end < text.length() && isControl(text.charAt(end))) {
                return 0;
            }
            start = end + 1;
        }
        return words == 0 ? 0 : wellFormed / words;
    }

    private static boolean isControl(final char character) {
        return Character.isISOControl(character) && "\t\n\r\f\u001a".indexOf(character) < 0;
    }

    /** Signs beyond ASCII count as part of a word: between letters they show that it is none. */
    private static boolean isOfWord(final char character) {
        return Character.isLetter(character)
                || character >= 0x80 && !Character.isISOControl(character) && !Character.isSpaceChar(character);
    }

    private static double quality(final String word, final int confidence) {
        Character.UnicodeScript script = null;
        int ascii = 0;
        int letters = 0;
        int upper = 0;
        int upperWithin = 0;
        for (int index = 0; index < word.length(); index++) {
            final char character = word.charAt(index);
            if (!Character.isLetter(character)) {
                continue;
            }
            final Character.UnicodeScript own = Character.UnicodeScript.of(character);
            if (script != null && own != script && !isEastAsian(own)) {
                return 0;
            }
            script = own;
            letters++;
            ascii += character < 0x80 ? 1 : 0;
            upper += Character.isUpperCase(character) ? 1 : 0;
            upperWithin += index > 0 && Character.isUpperCase(character) ? 1 : 0;
        }
        if (script == null) {
            // A sign that stands alone, as of a currency or a degree
            return 1;
        }
        final boolean isRegular = upperWithin == 0 || upper == letters;
        final boolean isForeign = isEastAsian(script) && confidence < SURE;
        // A Latin word has plain letters too
        final boolean isAccentsOnly = script == Character.UnicodeScript.LATIN && letters > 2 && ascii == 0;
        if (!isRegular || isForeign || isAccentsOnly || letters < word.length()) {
            return 0;
        }
        // Most of what people write is in small letters
        return upper == letters && letters > 1 ? 0.8 : 1;
    }

    private static boolean isEastAsian(final Character.UnicodeScript script) {
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, COMMON -> true;
            default -> false;
        };
    }
}
