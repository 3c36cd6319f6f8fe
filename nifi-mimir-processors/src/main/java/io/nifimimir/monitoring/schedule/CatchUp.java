/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What becomes of the occurrences of a job that nothing ran at their time, as when the machine was off. */
public enum CatchUp {
    /** The latest one is run, for the instant that it was due at; the ones before it are recorded as missed. */
    RUN_ONCE("run once", 1),

    /** Each is run, in order, but no more than the newest hundred; the ones before those are recorded as missed. */
    RUN_EACH("run each", 100),

    /** None is run; all are recorded as missed. */
    SKIP("skip", 0);

    private final String wireName;

    private final int limit;

    CatchUp(final String wireName, final int limit) {
        this.wireName = wireName;
        this.limit = limit;
    }

    public String wireName() {
        return wireName;
    }

    /** Late occurrences that are run at most. */
    public int limit() {
        return limit;
    }

    /** @throws IllegalArgumentException where there is none of this name */
    public static CatchUp ofWireName(final String wireName) {
        return Arrays.stream(values())
                .filter(catchUp -> catchUp.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Catch-up [%s] is not known, expected one of %s"
                        .formatted(
                                wireName,
                                Arrays.stream(values()).map(CatchUp::wireName).collect(Collectors.joining(", ")))));
    }
}
