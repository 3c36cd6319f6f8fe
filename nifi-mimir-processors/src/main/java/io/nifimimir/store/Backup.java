/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Map;

/**
 * What is written down beside a backup, to know it by later.
 *
 * @param number one up from the newest backup before it: the order in which they were made, whatever the clock said
 * @param name of its file
 * @param takenAt as ISO 8601
 * @param sha256 of its file
 * @param rows of each table
 * @param auditSequence end of the audit's chain
 * @param auditHash end of the audit's chain: whoever writes the chain anew cannot write it into a backup that is kept elsewhere
 */
public record Backup(
        @JsonProperty("number") long number,
        @JsonProperty("name") String name,
        @JsonProperty("taken_at") String takenAt,
        @JsonProperty("bytes") long bytes,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("schema_version") int schemaVersion,
        @JsonProperty("rows") Map<String, Long> rows,
        @JsonProperty("audit_sequence") long auditSequence,
        @JsonProperty("audit_hash") String auditHash) {
    public Backup {
        rows = Map.copyOf(rows);
    }
}
