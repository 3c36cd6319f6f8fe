/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.List;
import java.util.Optional;

/** The forecasters of a metric, one for each entity. */
public record ForecastModel(String metric, List<SeriesForecast> series) {
    public ForecastModel {
        series = List.copyOf(series);
    }

    /** @param entity empty where the metric has but one series */
    public Optional<SeriesForecast> findSeries(final String entity) {
        return series.stream().filter(one -> one.entity().equals(entity)).findFirst();
    }
}
