/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Map;

/**
 * A backup that was put in place of the store.
 *
 * @param backup its name
 * @param at when, as ISO 8601
 * @param reason why
 * @param keptAside where what was there before is kept; null where there was nothing
 * @param lossFrom instant of the backup: what was changed after it is lost, but for what is named as rescued
 * @param lossTo last change of the file that was set aside, as far as is known
 * @param rescued rows of each table that could still be read and were taken over
 * @param requested backup that the user asked for last, which is not put in place a second time; null for none
 */
public record Restoration(
        @JsonProperty("backup") String backup,
        @JsonProperty("at") String at,
        @JsonProperty("reason") String reason,
        @JsonProperty("kept_aside") String keptAside,
        @JsonProperty("loss_from") String lossFrom,
        @JsonProperty("loss_to") String lossTo,
        @JsonProperty("rescued") Map<String, Long> rescued,
        @JsonProperty("requested") String requested) {
    public Restoration {
        rescued = Map.copyOf(rescued);
    }

    /** For a person. */
    public String message() {
        return "The store was restored from backup %s, because %s. What was stored between %s and %s is lost%s. What was there before is kept in %s."
                .formatted(
                        backup,
                        reason,
                        lossFrom,
                        lossTo,
                        rescued.isEmpty() ? "" : ", but for rows that could still be read: " + rescued,
                        keptAside == null ? "no file, for there was none" : keptAside);
    }
}
