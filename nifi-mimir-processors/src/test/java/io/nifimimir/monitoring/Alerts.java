/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertCourse;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.AlertTexts;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.alert.Streak;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Instant;

/** Alerts as a rule of the fridges would raise them. */
public final class Alerts {
    static final Instant SINCE = Instant.parse("2024-04-13T18:00:00Z");

    private Alerts() {}

    public static Alert active(final String id, final Severity severity) {
        return active(id, "KBL-03", severity);
    }

    public static Alert active(final String id, final String entity, final Severity severity) {
        final SeriesKey series = new SeriesKey("clinic", entity, "temperature_c");
        final Instant lastSeen = SINCE.plusSeconds(29 * 3_600);
        return new Alert(
                id,
                "rule",
                series,
                "threshold",
                severity,
                AlertStatus.ACTIVE,
                AlertTexts.title(series, "too", Verdict.Side.ABOVE),
                AlertTexts.active(series, 16.84, "2 to 8", SINCE, 30),
                "2 to 8",
                SINCE,
                lastSeen,
                16.84,
                30,
                null,
                AlertCourse.begin(new Streak(Verdict.Side.ABOVE, SINCE, 30)));
    }
}
