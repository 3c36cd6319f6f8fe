/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.time.Duration;
import java.util.Locale;

/** The usual distance between neighbouring points of a time series. */
public enum Frequency {
    SECONDLY(Duration.ofSeconds(1)),
    MINUTELY(Duration.ofMinutes(1)),
    HOURLY(Duration.ofHours(1)),
    DAILY(Duration.ofDays(1)),
    /** Daily, Saturdays and Sundays left out. */
    BUSINESS_DAILY(Duration.ofDays(1)),
    WEEKLY(Duration.ofDays(7)),
    MONTHLY(Duration.ofDays(30)),
    QUARTERLY(Duration.ofDays(91)),
    YEARLY(Duration.ofDays(365)),
    IRREGULAR(Duration.ofDays(1));

    private final Duration nominalPeriod;

    Frequency(final Duration nominalPeriod) {
        this.nominalPeriod = nominalPeriod;
    }

    /** The usual length of one step; for {@link #IRREGULAR} a day, for want of a better answer. */
    public Duration nominalPeriod() {
        return nominalPeriod;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Frequency ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
