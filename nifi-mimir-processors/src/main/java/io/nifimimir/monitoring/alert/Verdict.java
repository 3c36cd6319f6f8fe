/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesPoint;

/** What an evaluator says of one point, with its reason. */
public sealed interface Verdict {

    /** The point as it was seen. */
    SeriesPoint point();

    /**
     * The condition is not met.
     *
     * @param score distance from what was expected, in the evaluator's unit
     */
    record Normal(SeriesPoint point, ExpectedRange expected, double score) implements Verdict {}

    /**
     * The condition is met.
     *
     * @param score distance from what was expected, in the evaluator's unit; negative below it
     */
    record Breach(SeriesPoint point, ExpectedRange expected, double score, Side side) implements Verdict {}

    /** Too little is known to say. */
    record Undecided(SeriesPoint point, String reason) implements Verdict {}

    /** The side of the expected range on which a value lies. */
    enum Side {
        BELOW("low"),
        ABOVE("high");

        private final String word;

        Side(final String word) {
            this.word = word;
        }

        /** For sentences: too {@code low}, unusually {@code high}. */
        public String word() {
            return word;
        }
    }
}
