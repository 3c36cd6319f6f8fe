/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

/** A set of hashes; 0 is never in it. */
public final class LongSet {
    private static final int FIRST_SLOTS = 1_024;

    private long[] slots = new long[FIRST_SLOTS];
    private int size;

    /** Adds the hash; false where it is in the set already. */
    public boolean add(final long hash) {
        if (2 * size >= slots.length) {
            final long[] old = slots;
            slots = new long[old.length * 2];
            size = 0;
            for (final long known : old) {
                if (known != 0) {
                    add(known);
                }
            }
        }
        final int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == hash) {
                return false;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = hash;
        size++;
        return true;
    }

    public int size() {
        return size;
    }

    /** The hashes, 0 in the slots that are free. */
    long[] slots() {
        return slots;
    }
}
