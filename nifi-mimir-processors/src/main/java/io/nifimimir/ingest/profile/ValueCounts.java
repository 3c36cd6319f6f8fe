/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import io.nifimimir.dataset.ColumnProfile.Frequency;

import java.util.Arrays;
import java.util.List;

/**
 * Counts the distinct values of a column, exactly while they are few. Above the limit the rarest are dropped and all counts lowered by the median, as Misra
 * and Gries (1982) do it in the form of Anderson et al. (2017): a value of more than {@link #error} occurrences is never lost, unless
 * nearly all values are distinct, where only a sample is counted. Values are told apart by 64-bit hashes.
 */
final class ValueCounts {
    private static final int FIRST_SLOTS = 64;
    private static final int FIRST_CHARACTERS = 256;
    private static final int KEPT_LENGTH = 200;

    private static final int SAMPLED_COUNTS = 256;
    private static final int FEW = 8;
    private static final int MAX_STRIDE = 16;

    private final int limit;
    /** Hash and count of each slot side by side, so that a look-up touches one line of the cache; a count of 0 marks a free slot. */
    private long[] slots = new long[2 * FIRST_SLOTS];

    private int[] starts = new int[FIRST_SLOTS];
    private short[] lengths = new short[FIRST_SLOTS];
    private char[] characters = new char[FIRST_CHARACTERS];
    private int charactersUsed;
    private int size;
    private long error;
    private int stride = 1;
    private long random = 0x2545F4914F6CDD1DL;

    /** @param limit distinct values to keep */
    ValueCounts(final int limit) {
        this.limit = limit;
    }

    /** Counts a value; true where it is not known to be among those that are kept, and so may be new. */
    boolean add(final long hash, final char[] text, final int start, final int end) {
        return add(hash, text, start, end, 1);
    }

    /** Counts a value that occurs so many times. */
    boolean add(final long hash, final char[] text, final int start, final int end, final long times) {
        if (stride > 1 && isSkipped()) {
            return true;
        }
        int slot = slot(hash);
        if (slots[2 * slot + 1] > 0) {
            slots[2 * slot + 1] += times * stride;
            return false;
        }
        if (size >= limit) {
            purge();
            slot = slot(hash);
        } else if (4 * size >= slots.length) {
            rehash(slots.length, 0);
            slot = slot(hash);
        }
        size++;
        slots[2 * slot] = hash;
        slots[2 * slot + 1] = times * stride;
        keepText(slot, text, start, Math.min(end, start + KEPT_LENGTH));
        return true;
    }

    private int slot(final long hash) {
        final int mask = starts.length - 1;
        int slot = (int) hash & mask;
        while (slots[2 * slot + 1] > 0 && slots[2 * slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void keepText(final int slot, final char[] text, final int start, final int end) {
        final int length = end - start;
        if (charactersUsed + length > characters.length) {
            characters = Arrays.copyOf(characters, Math.max(charactersUsed + length, characters.length * 2));
        }
        System.arraycopy(text, start, characters, charactersUsed, length);
        starts[slot] = charactersUsed;
        lengths[slot] = (short) length;
        charactersUsed += length;
    }

    /** Makes room for many: the median is told by some of the counts, which stand in no order. */
    private void purge() {
        final long[] sampled = new long[SAMPLED_COUNTS];
        int taken = 0;
        for (int slot = 0; slot < starts.length && taken < SAMPLED_COUNTS; slot++) {
            final long count = slots[2 * slot + 1];
            if (count > 0) {
                sampled[taken++] = count;
            }
        }
        Arrays.sort(sampled, 0, taken);
        final long median = sampled[taken / 2];
        error += median;
        rehash(starts.length, median);
        if (size < limit / FEW && stride < MAX_STRIDE) {
            stride *= 2;
        }
    }

    /** Where hardly a value comes twice, counting all of them finds nothing: one in so many, drawn at random, counts for the others. */
    private boolean isSkipped() {
        // Marsaglia (2003)
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (random & stride - 1) != 0;
    }

    private void rehash(final int newSlots, final long deduction) {
        final long[] oldSlots = slots;
        final int[] oldStarts = starts;
        final short[] oldLengths = lengths;
        final char[] oldCharacters = characters;
        slots = new long[2 * newSlots];
        starts = new int[newSlots];
        lengths = new short[newSlots];
        characters = new char[oldCharacters.length];
        charactersUsed = 0;
        size = 0;
        for (int old = 0; old < oldStarts.length; old++) {
            final long count = oldSlots[2 * old + 1];
            if (count > deduction) {
                final int slot = slot(oldSlots[2 * old]);
                slots[2 * slot] = oldSlots[2 * old];
                slots[2 * slot + 1] = count - deduction;
                keepText(slot, oldCharacters, oldStarts[old], oldStarts[old] + oldLengths[old]);
                size++;
            }
        }
    }

    /** Whether the next new value drives others out. */
    boolean isFull() {
        return size >= limit;
    }

    /**
     * How far the count of a value may be from the one that is given: what purges took from all counts, by which it may be higher, and where a sample is
     * counted, three standard deviations of the largest count.
     */
    long error() {
        if (stride == 1) {
            return error;
        }
        long largest = 0;
        for (int slot = 0; slot < starts.length; slot++) {
            largest = Math.max(largest, slots[2 * slot + 1]);
        }
        return error + (long) Math.ceil(3 * Math.sqrt((double) largest * (stride - 1)));
    }

    int size() {
        return size;
    }

    /** The values kept, the most frequent first, and of equal ones the first by text; of a sample only those that it shows to be frequent. */
    List<Frequency> mostFrequent(final int most) {
        final long atLeast = stride == 1 ? 1 : error() + 1;
        final int[] best = new int[most];
        int found = 0;
        for (int slot = 0; slot < starts.length; slot++) {
            if (slots[2 * slot + 1] >= atLeast && (found < most || comesBefore(slot, best[most - 1]))) {
                int place = found < most ? found++ : most - 1;
                while (place > 0 && comesBefore(slot, best[place - 1])) {
                    best[place] = best[place - 1];
                    place--;
                }
                best[place] = slot;
            }
        }
        return Arrays.stream(best, 0, found)
                .mapToObj(slot -> new Frequency(value(slot), slots[2 * slot + 1]))
                .toList();
    }

    private boolean comesBefore(final int slot, final int other) {
        final long count = slots[2 * slot + 1];
        final long otherCount = slots[2 * other + 1];
        return count > otherCount
                || count == otherCount
                        && Arrays.compare(
                                        characters,
                                        starts[slot],
                                        starts[slot] + lengths[slot],
                                        characters,
                                        starts[other],
                                        starts[other] + lengths[other])
                                < 0;
    }

    private String value(final int slot) {
        return new String(characters, starts[slot], lengths[slot]);
    }

    void forEach(final Visitor visitor) {
        for (int slot = 0; slot < starts.length; slot++) {
            if (slots[2 * slot + 1] > 0) {
                visitor.visit(slots[2 * slot], value(slot), slots[2 * slot + 1]);
            }
        }
    }

    /** Takes a value that is kept. */
    @FunctionalInterface
    interface Visitor {
        void visit(long hash, String value, long count);
    }
}
