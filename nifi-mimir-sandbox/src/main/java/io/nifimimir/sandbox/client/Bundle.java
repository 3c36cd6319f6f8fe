/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** The coordinate of a NAR. */
public record Bundle(String group, String artifact, String version) {

    /** One of NiFi's own, at the version of the sandbox. */
    public static Bundle ofNiFi(final String artifact, final String version) {
        return new Bundle("org.apache.nifi", artifact, version);
    }
}
