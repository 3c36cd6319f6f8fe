/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

/**
 * A division of the rows that the search has.
 *
 * @param training positions of the rows that are learnt from
 * @param validation positions of those that are predicted
 */
@SuppressWarnings("ArrayRecordComponent")
record Fold(int[] training, int[] validation) {}
