/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A score that is the mean of what each row lost, so that it can be followed row by row. Named as in the report of a training. */
public enum RowScore {
    /** 1 lost for a class that is wrong. */
    ACCURACY("accuracy"),
    /** 1 lost for a truth outside of the interval of its prediction. */
    INTERVAL_COVERAGE("interval_coverage"),
    LOG_LOSS("log_loss"),
    MEAN_ABSOLUTE_ERROR("mae"),
    /** The square of the error lost. */
    ROOT_MEAN_SQUARED_ERROR("rmse");

    private final String wireName;

    RowScore(final String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** @throws IllegalArgumentException where no score of this name is a mean of rows */
    public static RowScore ofWireName(final String wireName) {
        final Optional<RowScore> found = Arrays.stream(values())
                .filter(score -> score.wireName.equals(wireName))
                .findFirst();
        return found.orElseThrow(() ->
                new IllegalArgumentException("The score \"%s\" cannot be followed row by row, expected one of %s"
                        .formatted(
                                wireName,
                                Arrays.stream(values()).map(RowScore::wireName).collect(Collectors.joining(", ")))));
    }

    boolean isShare() {
        return this == ACCURACY || this == INTERVAL_COVERAGE;
    }

    double of(final double meanLoss) {
        return switch (this) {
            case ACCURACY, INTERVAL_COVERAGE -> 1 - meanLoss;
            case LOG_LOSS, MEAN_ABSOLUTE_ERROR -> meanLoss;
            case ROOT_MEAN_SQUARED_ERROR -> Math.sqrt(Math.max(0, meanLoss));
        };
    }
}
