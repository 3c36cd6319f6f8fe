/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

/** What a series is of. */
public record EntityRow(String entity, long openAlerts) {}
