/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Instant;

/**
 * What a rule has learned of a series, as plain data; only the points behind it are needed to go on.
 *
 * @param version format of the data; what was written in another one is not used, and is learned anew from the stored points
 * @param through instant of the newest point learned
 */
public record DetectorState(String ruleId, SeriesKey series, int version, Instant through, byte[] data) {}
