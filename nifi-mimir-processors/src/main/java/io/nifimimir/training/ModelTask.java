/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.Locale;

/** What a model predicts: a class or a number of a row, or the next values of series. */
public enum ModelTask {
    CLASSIFICATION,
    REGRESSION,
    FORECASTING;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ModelTask ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
