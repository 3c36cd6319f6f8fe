/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

/**
 * One time series of a table, ordered by time.
 *
 * @param entity values of the entity columns, joined with {@code " / "}; empty where there are none
 * @param epochMillis instants of the points; dates without a zone are taken as UTC
 * @param values finite, one for each instant
 */
@SuppressWarnings("ArrayRecordComponent")
public record SeriesValues(String entity, String metric, long[] epochMillis, double[] values) {}
