/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.components.DescribedValue;

/** How the contributions of the columns to a prediction are written. */
enum ContributionsForm implements DescribedValue {
    NONE("None", "They are not worked out, which is many times faster"),
    STRONGEST(
            "Strongest",
            "A column prediction_contributions with a JSON object: the columns of the strongest contributions, the strongest first"),
    COLUMNS("A Column Each", "A column contribution_... with a number for each column that the model uses");

    private final String displayName;
    private final String description;

    ContributionsForm(final String displayName, final String description) {
        this.displayName = displayName;
        this.description = description;
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
