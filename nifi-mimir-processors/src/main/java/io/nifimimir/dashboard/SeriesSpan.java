/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;

/** From the first to the last point of a series, and how many there are. */
public record SeriesSpan(Instant first, Instant last, long points) {}
