/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import io.nifimimir.dataset.TimeSeriesConfig;

/**
 * @param config null where the table holds no time series
 * @param reason why not, or how it was told
 */
public record SeriesFinding(TimeSeriesConfig config, String reason) {

    static SeriesFinding none(final String reason) {
        return new SeriesFinding(null, reason);
    }
}
