/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a rule of drift gathers for its next look, and those of the looks before it.
 *
 * @param gathered that nobody has looked at
 * @param looked rows of the last looks, the newest last
 */
public record LookedWindows(RowWindow gathered, List<RowWindow> looked) {
    /** Format of {@link #toBytes}. */
    public static final int VERSION = 2;

    /** Looks that are judged together, the new one among them. */
    private static final int TOGETHER = 3;

    public LookedWindows {
        looked = List.copyOf(looked);
    }

    public static LookedWindows empty(final ReferenceProfile reference) {
        return new LookedWindows(RowWindow.empty(reference), List.of());
    }

    public LookedWindows plus(final RowWindow rows) {
        return new LookedWindows(gathered.plus(rows), looked);
    }

    /** What is left when somebody has looked at what was gathered. */
    public LookedWindows afterLook(final ReferenceProfile reference) {
        final List<RowWindow> all = new ArrayList<>(looked);
        all.add(gathered);
        return new LookedWindows(
                RowWindow.empty(reference), all.subList(Math.max(0, all.size() - (TOGETHER - 1)), all.size()));
    }

    public byte[] toBytes() {
        return DriftJson.compress(this);
    }

    /**
     * @param version of the bytes; before looks were judged together there was but one window
     * @throws java.io.UncheckedIOException where the bytes are none
     */
    public static LookedWindows ofBytes(final int version, final byte[] bytes) {
        return version == RowWindow.VERSION
                ? new LookedWindows(RowWindow.ofBytes(bytes), List.of())
                : DriftJson.decompress(bytes, LookedWindows.class);
    }
}
