/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** What a group did in the last five minutes, and what it holds now. */
public record GroupStatus(
        String id,
        String name,
        int flowFilesIn,
        int flowFilesOut,
        int flowFilesQueued,
        long bytesQueued,
        long bytesRead,
        long bytesWritten,
        int activeThreadCount) {}
