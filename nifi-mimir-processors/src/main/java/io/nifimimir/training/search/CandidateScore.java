/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a candidate came to in cross-validation.
 *
 * @param outOfFold predictions of the rows of the search by models that have not seen them, row after row; NaN for rows that no fold
 *     has predicted
 * @param heldOut predictions of the held-out rows, the mean of the folds' models; nobody looks at them before the search is over
 * @param strengths of the folds' models
 * @param losses on the folds' validation rows: log loss, or mean squared error
 */
@SuppressWarnings("ArrayRecordComponent")
public record CandidateScore(
        @JsonProperty("candidate") String candidate,
        @JsonProperty("out_of_fold") float[] outOfFold,
        @JsonProperty("held_out") float[] heldOut,
        @JsonProperty("strengths") double[] strengths,
        @JsonProperty("losses") double[] losses) {}
