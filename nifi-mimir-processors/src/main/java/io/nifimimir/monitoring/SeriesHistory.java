/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.util.stream.Stream;

/** The past of an ontology's series, as far as monitoring is planned by it. */
@FunctionalInterface
public interface SeriesHistory {

    /** The series of a metric, one for each entity, each in the order of time. */
    Stream<Slice> of(String metric);

    /** @param epochMillis rising; as long as {@code values}, which are finite */
    record Slice(long[] epochMillis, double[] values) {}
}
