/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;

/**
 * Which runs are asked for.
 *
 * @param status empty for any
 * @param jobId empty for any
 * @param before only those that ended earlier; null for all
 */
public record RunFilter(String status, String jobId, Instant before, int limit) {}
