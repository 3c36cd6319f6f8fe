/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;

import java.util.List;

/**
 * A place in a time series where points are missing.
 *
 * @param entity values of the entity columns, in their order; empty where there is one series only
 * @param from the last instant before the gap, ISO 8601
 * @param to the first instant after it
 * @param missing points that are missing
 */
public record SeriesGap(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> entity, String from, String to, long missing) {

    public SeriesGap {
        entity = entity == null ? List.of() : List.copyOf(entity);
    }
}
