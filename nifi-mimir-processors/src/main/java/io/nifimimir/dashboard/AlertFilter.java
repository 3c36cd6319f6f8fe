/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Instant;

/**
 * Which alerts are asked for.
 *
 * @param status empty for any
 * @param severity empty for any
 * @param search part of title or entity, in any case; empty for all
 * @param series null for any
 * @param before only those that began earlier; null for all
 */
public record AlertFilter(String status, String severity, String search, SeriesKey series, Instant before, int limit) {

    /** The alerts of one series. */
    static AlertFilter of(final SeriesKey series, final int limit) {
        return new AlertFilter("", "", "", series, null, limit);
    }
}
