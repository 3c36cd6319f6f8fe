/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import java.util.Locale;

/** What a registered model is to its (ontology, target). */
public enum ModelState {
    /** The one that answers. There is one at most. */
    CHAMPION,
    /** Beats the naive baseline, and not the champion on the same rows. */
    CHALLENGER,
    /** Was the champion. */
    RETIRED,
    /** Does not beat the naive baseline; kept for the record, and never to answer. */
    REJECTED;

    /** As the store and reports write it, such as {@code champion}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ModelState ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
