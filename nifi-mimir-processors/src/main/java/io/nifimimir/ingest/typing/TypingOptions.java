/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.DataType;

import java.util.Map;

/**
 * What the user has set about types.
 *
 * @param maxMisfitShare share of a column's values, 0 to below 1, that may not fit the type of the others and become nulls
 * @param hints types by column name that are not to be questioned
 * @param calendar in which the dates of texts are written
 */
public record TypingOptions(
        NullWords nullWords, double maxMisfitShare, Map<String, DataType> hints, DateCalendar calendar) {

    public static final TypingOptions DETECT_ALL =
            new TypingOptions(NullWords.COMMON, 0, Map.of(), DateCalendar.GREGORIAN);

    public TypingOptions {
        if (!(maxMisfitShare >= 0 && maxMisfitShare < 1)) {
            throw new IllegalArgumentException("Share of misfits from 0 to below 1 expected: " + maxMisfitShare);
        }
        hints = Map.copyOf(hints);
    }
}
