/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.components.DescribedValue;

/** Which kinds of model are trained. */
enum ModelTypes implements DescribedValue {
    ALL("Classification and Regression", "Targets of either kind", true, true),
    CLASSIFICATION("Classification", "Targets that are classes", true, false),
    REGRESSION("Regression", "Targets that are numbers", false, true);

    private final String displayName;
    private final String description;
    private final boolean classification;
    private final boolean regression;

    ModelTypes(
            final String displayName,
            final String description,
            final boolean classification,
            final boolean regression) {
        this.displayName = displayName;
        this.description = description;
        this.classification = classification;
        this.regression = regression;
    }

    boolean classification() {
        return classification;
    }

    boolean regression() {
        return regression;
    }

    @Override
    public String getValue() {
        return name();
    }

    @Override
    public String getDisplayName() {
        return displayName;
    }

    @Override
    public String getDescription() {
        return description;
    }
}
