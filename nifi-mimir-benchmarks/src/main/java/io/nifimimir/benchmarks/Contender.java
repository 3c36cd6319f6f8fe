/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

/** One of the two that are compared. */
interface Contender {

    String name();

    /**
     * Converts the content once. What has to be set up is so before the clock runs.
     *
     * @return seconds that it took
     * @throws IllegalStateException where not all records come out
     */
    double seconds(byte[] content, long records);
}
