/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * Losses on their way into a rolling score: gathered until there are enough new ones for a look, which is at these and the ones before.
 *
 * @param looked losses of earlier looks that are still in the window, the oldest first
 * @param gathered losses that no look has been at
 */
public record LossWindow(List<LossTally> looked, LossTally gathered) {
    /** Format of {@link #toBytes}. */
    public static final int VERSION = 1;

    /** Without any row. */
    public static final LossWindow EMPTY = new LossWindow(List.of(), LossTally.NONE);

    public LossWindow {
        looked = List.copyOf(looked);
    }

    public LossWindow plus(final LossTally losses) {
        return new LossWindow(looked, gathered.plus(losses));
    }

    public boolean hasEnough(final int minimumRows) {
        return gathered.rows() >= minimumRows;
    }

    /** What a look is at, and what is left of it for the next one. */
    public LossWindow look(final int windowRows) {
        final List<LossTally> blocks = new ArrayList<>(looked);
        blocks.add(gathered);
        while (blocks.size() > 1 && sum(blocks).rows() > windowRows) {
            blocks.removeFirst();
        }
        return new LossWindow(blocks, LossTally.NONE);
    }

    /** All that earlier looks have left in the window. */
    public LossTally sumOfLooked() {
        return sum(looked);
    }

    private static LossTally sum(final List<LossTally> blocks) {
        return blocks.stream().reduce(LossTally.NONE, LossTally::plus);
    }

    public byte[] toBytes() {
        return DriftJson.compress(this);
    }

    /** @throws java.io.UncheckedIOException where the bytes are none */
    public static LossWindow ofBytes(final byte[] bytes) {
        return DriftJson.decompress(bytes, LossWindow.class);
    }
}
