/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dataset.Sha256;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The hash that binds an entry of the audit to the one before it: SHA-256 over previous hash, sequence, instant in milliseconds, actor,
 * action, subject type, subject id, detail and flowfile UUID, in this order, each as a netstring of its UTF-8 bytes
 * ({@code 5:hello,}; {@code -,} for null), so that no two entries have the same bytes.
 */
final class AuditHash {
    /** What the first entry has before it. */
    static final String NONE = "0".repeat(64);

    private AuditHash() {}

    static String of(final Object... fields) {
        final MessageDigest digest = Sha256.digest();
        for (final Object field : fields) {
            if (field == null) {
                digest.update((byte) '-');
            } else {
                final byte[] bytes = field.toString().getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            digest.update((byte) ',');
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
