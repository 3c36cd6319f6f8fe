/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Finds the charset of a text by its first bytes.
 *
 * @param charset how to read it
 * @param byteOrderMark length of the mark to skip, 0 where there is none
 * @param reason how it was told: {@code byte order mark}, {@code ASCII}, {@code valid UTF-8}, {@code damaged UTF-8},
 *     {@code statistics}, {@code fallback}, {@code set}
 */
public record Charsets(Charset charset, int byteOrderMark, String reason) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    /** The share of NUL bytes at even or odd places that only a two-byte encoding has. */
    private static final double UTF_16_NUL_SHARE = 0.3;

    private static final int MAX_SEQUENCE = 4;
    private static final char REPLACEMENT = '\ufffd';

    private static final String ASCII = "ASCII";

    public static Charsets detect(final byte[] prefix, final boolean prefixIsAll) {
        if (startsWith(prefix, 0xEF, 0xBB, 0xBF)) {
            return new Charsets(StandardCharsets.UTF_8, 3, "byte order mark");
        }
        if (startsWith(prefix, 0xFF, 0xFE)) {
            return new Charsets(StandardCharsets.UTF_16LE, 2, "byte order mark");
        }
        if (startsWith(prefix, 0xFE, 0xFF)) {
            return new Charsets(StandardCharsets.UTF_16BE, 2, "byte order mark");
        }
        final double[] nulShares = nulShares(prefix);
        if (nulShares[0] == 0 && isUtf16(prefix, prefixIsAll, nulShares[1], StandardCharsets.UTF_16LE)) {
            return new Charsets(StandardCharsets.UTF_16LE, 0, "statistics");
        }
        if (nulShares[1] == 0 && isUtf16(prefix, prefixIsAll, nulShares[0], StandardCharsets.UTF_16BE)) {
            return new Charsets(StandardCharsets.UTF_16BE, 0, "statistics");
        }
        return isAscii(prefix)
                ? new Charsets(StandardCharsets.UTF_8, 0, ASCII)
                : detectBeyondAscii(prefix, prefixIsAll);
    }

    /** The charset of bytes that are no ASCII throughout, and of none of the encodings of two bytes a character. */
    static Charsets detectBeyondAscii(final byte[] prefix, final boolean prefixIsAll) {
        if (decodes(prefix, prefixIsAll, StandardCharsets.UTF_8)) {
            return new Charsets(StandardCharsets.UTF_8, 0, "valid UTF-8");
        }
        // By another charset, the characters that are well would be read wrong for the sake of those that are not
        return isDamagedUtf8(prefix)
                ? new Charsets(StandardCharsets.UTF_8, 0, "damaged UTF-8")
                : detectByStatistics(prefix, prefixIsAll);
    }

    /** Whether most of what is beyond ASCII is UTF-8: in other charsets, its sequences of bytes come about by chance, and seldom. */
    private static boolean isDamagedUtf8(final byte[] bytes) {
        final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        final CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        decoder.decode(ByteBuffer.wrap(bytes), text, false);
        int sound = 0;
        int broken = 0;
        for (final char character : text.flip().toString().toCharArray()) {
            sound += character >= 0x80 && character != REPLACEMENT && !Character.isLowSurrogate(character) ? 1 : 0;
            broken += character == REPLACEMENT ? 1 : 0;
        }
        return sound > broken;
    }

    /** The charset that somebody has set; a byte order mark says it better. */
    public static Charsets of(final Charset charset, final byte[] prefix) {
        final Charsets detected = detect(prefix, false);
        return detected.byteOrderMark() > 0 ? detected : new Charsets(charset, 0, "set");
    }

    /** Whether all that was looked at is ASCII, so that what follows may be of any charset that contains it. */
    public boolean isAscii() {
        return reason.equals(ASCII);
    }

    private static boolean isUtf16(
            final byte[] prefix, final boolean prefixIsAll, final double nulShare, final Charset charset) {
        return nulShare > UTF_16_NUL_SHARE || nulShare > 0 && hasLines(prefix, prefixIsAll, charset);
    }

    /** In a text of another script only the delimiters and the ends of the lines have a NUL, and such ends are no part of binary data by chance. */
    private static boolean hasLines(final byte[] prefix, final boolean prefixIsAll, final Charset charset) {
        if (!decodes(prefix, prefixIsAll, charset)) {
            return false;
        }
        final String text = new String(prefix, charset);
        return text.indexOf('\n') >= 0
                && text.chars().noneMatch(character -> character < ' ' && !Character.isWhitespace(character));
    }

    private static boolean isAscii(final byte[] bytes) {
        for (final byte value : bytes) {
            if (value < 0) {
                return false;
            }
        }
        return true;
    }

    /** The likeliest charset in which each byte has a meaning. */
    private static Charsets detectByStatistics(final byte[] prefix, final boolean prefixIsAll) {
        return new CharsetStatistics(prefix)
                .likeliest(charset -> decodes(prefix, prefixIsAll, charset))
                .map(charset -> new Charsets(charset, 0, "statistics"))
                .orElseGet(() -> new Charsets(
                        decodes(prefix, prefixIsAll, WINDOWS_1252) ? WINDOWS_1252 : StandardCharsets.ISO_8859_1,
                        0,
                        "fallback"));
    }

    private static boolean startsWith(final byte[] bytes, final int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int index = 0; index < expected.length; index++) {
            if ((bytes[index] & 0xFF) != expected[index]) {
                return false;
            }
        }
        return true;
    }

    /** Shares of NUL among the bytes at even and at odd places. */
    private static double[] nulShares(final byte[] bytes) {
        final int[] nuls = new int[2];
        for (int index = 0; index < bytes.length; index++) {
            nuls[index % 2] += bytes[index] == 0 ? 1 : 0;
        }
        final double half = Math.max(1, bytes.length / 2);
        return new double[] {nuls[0] / half, nuls[1] / half};
    }

    private static boolean decodes(final byte[] prefix, final boolean prefixIsAll, final Charset charset) {
        final ByteBuffer bytes = ByteBuffer.wrap(prefix);
        final CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        final boolean malformed = decoder.decode(bytes, CharBuffer.allocate(prefix.length + 1), prefixIsAll)
                .isError();
        // The prefix may end inside of a character
        return !malformed && bytes.remaining() < MAX_SEQUENCE;
    }
}
