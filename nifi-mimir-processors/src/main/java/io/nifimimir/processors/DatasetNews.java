/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.processors.DatasetIngestion.Ingested;
import io.nifimimir.processors.DatasetScoring.Scored;

import java.util.List;

/** What a dataset brought: points for the series, and rows for the models. */
record DatasetNews(Ingested ingested, List<Scored> scored) {
    DatasetNews {
        scored = List.copyOf(scored);
    }

    /** Rows of the dataset that a model was applied to. */
    long rowsScored() {
        return scored.stream().mapToLong(Scored::rows).max().orElse(0);
    }
}
