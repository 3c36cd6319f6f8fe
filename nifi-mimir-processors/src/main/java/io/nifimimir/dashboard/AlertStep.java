/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;

/**
 * A step in the life of an alert.
 *
 * @param sentAt when NiFi took the message of it over; null while it waits
 * @param flowFileUuid of that message; null where it is not known
 */
public record AlertStep(
        Instant at, String toStatus, String message, double lastValue, Instant sentAt, String flowFileUuid) {}
