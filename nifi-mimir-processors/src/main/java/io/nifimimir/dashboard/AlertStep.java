/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;

/**
 * A step in the life of an alert.
 *
 * @param by the person who did it; null where the rule did
 * @param note what that person said; null where nothing
 * @param sentAt when NiFi took the message of it over; null while it waits
 * @param keptBack why nobody is told; null where somebody is
 * @param flowFileUuid of that message; null where it is not known
 */
public record AlertStep(
        Instant at,
        String toStatus,
        String message,
        double lastValue,
        String by,
        String note,
        Instant sentAt,
        String keptBack,
        String flowFileUuid) {}
