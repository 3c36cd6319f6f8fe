/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.schedule.Occurrence;

import java.util.HashMap;
import java.util.Map;

/** The attributes that tell of an occurrence of a job. */
final class OccurrenceAttributes {
    private OccurrenceAttributes() {}

    static Map<String, String> of(final Occurrence occurrence) {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.JOB_ID, occurrence.job().id());
        attributes.put(MimirAttributes.JOB_NAME, occurrence.job().name());
        attributes.put(MimirAttributes.SCHEDULED_FOR, occurrence.scheduledFor().toString());
        attributes.put(MimirAttributes.CAUGHT_UP, String.valueOf(occurrence.overdue()));
        attributes.put(MimirAttributes.ATTEMPT, String.valueOf(occurrence.attempt()));
        attributes.put(MimirAttributes.MISSED, String.valueOf(occurrence.missed()));
        attributes.put(MimirAttributes.OCCURRENCE_KEY, occurrence.key());
        return attributes;
    }
}
