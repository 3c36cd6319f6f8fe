/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.DataType;

import java.util.List;

/**
 * What was settled about a column.
 *
 * @param reason why, for a person to read
 * @param alternatives readings that fit as well and give other values, the one taken first; empty where there is no doubt
 */
public record ColumnDecision(ColumnReading reading, String reason, List<String> alternatives) {

    public ColumnDecision {
        alternatives = List.copyOf(alternatives);
        if (!alternatives.isEmpty()) {
            reason +=
                    "; AMBIGUOUS: could also be " + String.join(", or ", alternatives.subList(1, alternatives.size()));
        }
    }

    public DataType dataType() {
        return reading.dataType();
    }

    public boolean isAmbiguous() {
        return !alternatives.isEmpty();
    }
}
