/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

/**
 * Rows that a rule has counted and not looked at yet, as plain data.
 *
 * @param modelId that the rows were counted for; those of another model are let go
 * @param version format of the data
 */
@SuppressWarnings("ArrayRecordComponent")
public record GatheredRows(String ruleId, String modelId, int version, byte[] data) {}
