/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

/**
 * How many false alerts the rules of a job may be expected to raise in a week, over all of its series together.
 *
 * @param alertsPerWeek greater than 0; less than 1 for one in several weeks
 */
public record AlertBudget(double alertsPerWeek) {
    /**
     * Who reads the alerts is one field coordinator with a handful of jobs, as for fridges, stocks and reports. One false alert a week of
     * each is what is still looked into each time.
     */
    public static final AlertBudget DEFAULT = new AlertBudget(1);

    public AlertBudget {
        if (!(alertsPerWeek > 0) || !Double.isFinite(alertsPerWeek)) {
            throw new IllegalArgumentException(
                    "A budget needs a number of alerts a week greater than 0, found " + alertsPerWeek);
        }
    }

    /** A part of it. */
    double share(final double part) {
        return alertsPerWeek * part;
    }
}
