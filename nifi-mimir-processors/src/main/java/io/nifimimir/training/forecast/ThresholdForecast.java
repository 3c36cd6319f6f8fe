/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.time.Instant;

/** Whether and when a series will reach a bound. */
public sealed interface ThresholdForecast {

    /** It is there already. */
    record Reached(Instant at, double value) implements ThresholdForecast {}

    /**
     * It is more likely than not to reach the bound within the horizon.
     *
     * @param at the instant by which it has been reached as likely as not
     * @param earliest the lower end of the interval
     * @param latest the upper end; null where it lies behind the horizon
     * @param probability of reaching it within the horizon
     */
    record Expected(Instant at, Instant earliest, Instant latest, double probability) implements ThresholdForecast {}

    /** @param probability of reaching it within the horizon all the same, below one half */
    record NotExpected(double probability) implements ThresholdForecast {}

    /** @param reason why nothing can be said, in a sentence */
    record Unknown(String reason) implements ThresholdForecast {}
}
