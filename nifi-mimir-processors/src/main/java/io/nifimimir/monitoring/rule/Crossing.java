/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rule;

import java.time.Instant;

/** Whether and when a series will have crossed a bound. */
public sealed interface Crossing {

    /** It has already. */
    record Reached(Instant at) implements Crossing {}

    /**
     * It is more likely than not to do so within the horizon.
     *
     * @param at by when it has done so as likely as not
     * @param earliest the lower end of the interval of four in five
     * @param latest the upper end; null where it lies behind the horizon
     * @param probability of doing so within the horizon
     */
    record Expected(Instant at, Instant earliest, Instant latest, double probability) implements Crossing {}

    /** @param probability of doing so within the horizon all the same, below one half */
    record NotExpected(double probability) implements Crossing {}

    /** @param reason why nothing can be said, in a sentence */
    record Unknown(String reason) implements Crossing {}
}
