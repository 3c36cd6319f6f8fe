/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** A NAR that was uploaded into NiFi. */
public record Nar(
        String identifier,
        Bundle coordinate,
        String digest,
        String state,
        int extensionCount,
        boolean installComplete,
        String failureMessage) {

    public boolean isInstalled() {
        return "Installed".equals(state) && installComplete;
    }

    boolean isBeyondHope() {
        return "Failed".equals(state) || "Missing Dependency".equals(state);
    }
}
