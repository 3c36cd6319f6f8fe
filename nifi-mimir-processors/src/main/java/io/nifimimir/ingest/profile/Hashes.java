/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

/** 64-bit hashes of cells; the mixing steps are those of MurmurHash3 (Appleby, public domain). */
public final class Hashes {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private Hashes() {}

    static long of(final char[] text, final int start, final int end) {
        long hash = (long) end - start;
        int position = start;
        while (position + 4 <= end) {
            final long four = text[position]
                    | (long) text[position + 1] << 16
                    | (long) text[position + 2] << 32
                    | (long) text[position + 3] << 48;
            hash = (hash ^ four) * MULTIPLIER;
            hash ^= hash >>> 29;
            position += 4;
        }
        while (position < end) {
            hash = (hash ^ text[position++]) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return mix(hash);
    }

    /** Spreads the bits of a number over all 64. The result is never 0, which is kept for null. */
    public static long mix(final long number) {
        long hash = number;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? MULTIPLIER : hash;
    }

    /** The hash of a sequence that goes on with one more element. */
    public static long combine(final long sequence, final long element) {
        return (sequence * 31 + element) * MULTIPLIER ^ sequence >>> 31;
    }
}
