/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.time.Instant;

/**
 * A dataset in the store.
 *
 * @param version counts those of one name from 1
 * @param bytes of the content as it came
 * @param sha256 hexadecimal checksum of the content
 */
public record StoredDataset(
        DatasetName name, int version, long rows, int columns, long bytes, String sha256, Instant storedAt) {}
