/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        try {
            final byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return prefix + "-" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
