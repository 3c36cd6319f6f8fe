/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages content as bad disks, bad lines and bad people do; the same seed does it in the same way. */
final class Mutations {
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

    private final SplittableRandom random;

    Mutations(final long seed) {
        random = new SplittableRandom(seed);
    }

    byte[] apply(final byte[] content, final byte[] other) {
        byte[] mutated = content.clone();
        final int times = 1 + random.nextInt(4);
        for (int time = 0; time < times && mutated.length > 0; time++) {
            mutated = mutate(mutated, other);
        }
        return mutated;
    }

    private byte[] mutate(final byte[] content, final byte[] other) {
        final int at = random.nextInt(content.length);
        final int length = Math.min(content.length - at, 1 + random.nextInt(1 << random.nextInt(8)));
        return switch (random.nextInt(9)) {
            case 0 -> {
                final byte[] flipped = content.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                yield flipped;
            }
            case 1 -> {
                final byte[] filled = content.clone();
                final byte value = new byte[] {0, -1, 0x7f, '0', ' '}[random.nextInt(5)];
                Arrays.fill(filled, at, at + length, value);
                yield filled;
            }
            case 2 -> Arrays.copyOf(content, at);
            case 3 -> splice(content, at, at + length, new byte[0]);
            case 4 -> splice(content, at, at, Arrays.copyOfRange(content, at, at + length));
            case 5 -> {
                final int from = random.nextInt(other.length);
                yield splice(
                        content, at, at + length, Arrays.copyOfRange(other, from, Math.min(other.length, from + 64)));
            }
            case 6 -> splice(content, at, at, token());
            case 7 -> splice(content, at, at, repeated(token(), 1 << random.nextInt(16)));
            default -> {
                final byte[] noise = new byte[length];
                for (int index = 0; index < length; index++) {
                    noise[index] = (byte) random.nextInt(256);
                }
                yield splice(content, at, at + length, noise);
            }
        };
    }

    private byte[] token() {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
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
