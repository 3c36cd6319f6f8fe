/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.components.DescribedValue;

/** What is done to the registered models of a target. */
enum ModelAction implements DescribedValue {
    ROLL_BACK("Roll Back", "The champion before the one of now becomes the champion again"),
    PROMOTE("Promote", "The version that is named becomes the champion, and the one of now is retired"),
    RETIRE(
            "Retire",
            "The champion is retired, and none takes its place: ApplyModel has no model until one is promoted or trained"),
    DELETE("Delete", "The version that is named is deleted; a champion hands over to the one before it");

    private final String displayName;
    private final String description;

    ModelAction(final String displayName, final String description) {
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
