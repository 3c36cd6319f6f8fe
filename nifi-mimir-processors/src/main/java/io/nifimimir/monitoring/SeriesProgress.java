/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;

/** How far a rule has come on a series. Kept for each of them, so that the late points of a slow series are not passed over. */
public record SeriesProgress(String ruleId, SeriesKey series, Instant evaluatedThrough) {}
