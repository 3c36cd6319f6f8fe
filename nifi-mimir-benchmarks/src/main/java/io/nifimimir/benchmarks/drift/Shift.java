/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.drift;

import java.util.List;

/**
 * A planted change.
 *
 * @param ofMean of the temperature, in standard deviations
 * @param ofSpread by which its spread is multiplied
 * @param missing added share of missing humidity
 * @param newLevel share of rows from a site that training never saw
 * @param moved share of rows that move to another product
 */
record Shift(String name, double ofMean, double ofSpread, double missing, double newLevel, double moved) {
    static final Shift NONE = new Shift("none", 0, 1, 0, 0, 0);

    static final List<Shift> ALL = List.of(
            mean(0.1),
            mean(0.2),
            mean(0.3),
            mean(0.5),
            mean(1),
            new Shift("spread x 1.5", 0, 1.5, 0, 0, 0),
            new Shift("missing + 5 %", 0, 1, 0.05, 0, 0),
            new Shift("missing + 10 %", 0, 1, 0.1, 0, 0),
            new Shift("new site 2 %", 0, 1, 0, 0.02, 0),
            new Shift("new site 5 %", 0, 1, 0, 0.05, 0),
            new Shift("product 10 % moved", 0, 1, 0, 0, 0.1),
            new Shift("product 20 % moved", 0, 1, 0, 0, 0.2));

    private static Shift mean(final double deviations) {
        return new Shift("mean + %.1f sd".formatted(deviations), deviations, 1, 0, 0, 0);
    }
}
