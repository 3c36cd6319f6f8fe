/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What bad disks, bad lines and bad people do to a file.
 *
 * @param place where, modulo the length of the content
 * @param length bytes that are concerned, at most
 * @param choice of what is put there
 */
record Damage(Kind kind, int place, int length, int choice) {
    private static final List<String> TOKENS = List.of(
            "\"",
            "'",
            "\u0000",
            "\n",
            "\r",
            ",",
            ";",
            "\t",
            "{",
            "[",
            "}",
            "]",
            "\\",
            "\ufeff",
            "\u202e",
            "-",
            "1e999",
            "99999999999999999999999999",
            "null",
            "---\n",
            "|",
            "<!DOCTYPE x [<!ENTITY a \"b\">]>",
            "&a;",
            "#",
            "=",
            "\ud800");

    private static final int MOST_REPETITIONS = 1 << 15;
    private static final byte[] FILLERS = {0, -1, 0x7f, '0', ' '};

    /** What happens. */
    enum Kind {
        BIT_FLIPPED,
        FILLED,
        CUT_OFF,
        REMOVED,
        DOUBLED,
        MIXED_WITH_ANOTHER_FILE,
        TOKEN_INSERTED,
        TOKENS_INSERTED,
        NOISE
    }

    /** @param other content that pieces are taken of */
    byte[] apply(final byte[] content, final byte[] other) {
        if (content.length == 0) {
            return content;
        }
        final int from = place % content.length;
        final int to = Math.min(content.length, from + length);
        return switch (kind) {
            case BIT_FLIPPED -> {
                final byte[] flipped = content.clone();
                flipped[from] ^= (byte) (1 << choice % Byte.SIZE);
                yield flipped;
            }
            case FILLED -> {
                final byte[] filled = content.clone();
                Arrays.fill(filled, from, to, FILLERS[choice % FILLERS.length]);
                yield filled;
            }
            case CUT_OFF -> Arrays.copyOf(content, from);
            case REMOVED -> splice(content, from, to, new byte[0]);
            case DOUBLED -> splice(content, from, from, Arrays.copyOfRange(content, from, to));
            case MIXED_WITH_ANOTHER_FILE -> {
                final int start = choice % other.length;
                yield splice(
                        content, from, to, Arrays.copyOfRange(other, start, Math.min(other.length, start + length)));
            }
            case TOKEN_INSERTED -> splice(content, from, from, token());
            case TOKENS_INSERTED ->
                splice(content, from, from, repeated(token(), Math.min(MOST_REPETITIONS, 1 << length / 8)));
            case NOISE -> {
                final byte[] noise = new byte[to - from];
                new Random(choice).nextBytes(noise);
                yield splice(content, from, to, noise);
            }
        };
    }

    private byte[] token() {
        return TOKENS.get(choice % TOKENS.size()).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] repeated(final byte[] token, final int times) {
        final byte[] repeated = new byte[token.length * times];
        for (int index = 0; index < repeated.length; index++) {
            repeated[index] = token[index % token.length];
        }
        return repeated;
    }

    private static byte[] splice(final byte[] content, final int from, final int to, final byte[] inserted) {
        final ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(content, 0, from);
        spliced.write(inserted, 0, inserted.length);
        spliced.write(content, to, content.length - to);
        return spliced.toByteArray();
    }
}
