/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.dataset.Sha256;

import java.nio.charset.StandardCharsets;

/** Identities made from what a thing is, so that the same work done twice finds the same thing. */
public final class Identities {
    private static final int DIGITS = 24;

    private Identities() {}

    public static String of(final String prefix, final Object... parts) {
        final StringBuilder text = new StringBuilder();
        for (final Object part : parts) {
            final String written = String.valueOf(part);
            // The length keeps ("a", "bc") and ("ab", "c") apart
            text.append(written.length()).append(':').append(written);
        }
        return prefix + "-"
                + Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }
}
