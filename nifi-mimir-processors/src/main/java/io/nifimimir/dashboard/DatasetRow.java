/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;

/** A dataset that was trained on; its key is that of the training. */
public record DatasetRow(
        String key,
        String ontology,
        long rowCount,
        long columnCount,
        Instant trainedAt,
        String dataFingerprint,
        boolean profiled) {}
