/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** Memory and threads of NiFi's Java. */
public record SystemDiagnostics(
        long usedHeapBytes,
        long maxHeapBytes,
        long usedNonHeapBytes,
        int availableProcessors,
        double processorLoadAverage,
        int totalThreads,
        String uptime) {}
