/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.series;

import java.util.Objects;

/**
 * What identifies a time series.
 *
 * @param entityId the values of the entity columns joined by {@code " / "}; empty where the dataset has one series only
 */
public record SeriesKey(String ontologyId, String entityId, String metricName) {
    public SeriesKey {
        Objects.requireNonNull(ontologyId, "Ontology required");
        Objects.requireNonNull(entityId, "Entity required");
        Objects.requireNonNull(metricName, "Metric required");
    }
}
