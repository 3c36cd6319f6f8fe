/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.schedule.CatchUp;
import org.apache.nifi.components.DescribedValue;

/** What becomes of occurrences that were missed, as a choice on the canvas. */
enum CatchUpMode implements DescribedValue {
    RUN_ONCE(
            CatchUp.RUN_ONCE,
            "Run Once",
            "The latest missed occurrence is made up for; the ones before it are recorded as missed"),
    RUN_EACH(
            CatchUp.RUN_EACH,
            "Run Each",
            "Each missed occurrence is made up for, in order, at most the newest hundred; the ones before those are recorded as missed"),
    SKIP(CatchUp.SKIP, "Skip", "Missed occurrences are recorded as missed, and not made up for");

    private final CatchUp catchUp;
    private final String displayName;
    private final String description;

    CatchUpMode(final CatchUp catchUp, final String displayName, final String description) {
        this.catchUp = catchUp;
        this.displayName = displayName;
        this.description = description;
    }

    CatchUp catchUp() {
        return catchUp;
    }

    @Override
    public String getValue() {
        return catchUp.wireName();
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
