/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which content of any kind is known again, as lower-case hexadecimal digits. */
public final class Sha256 {
    private static final int CHUNK_BYTES = 1 << 16;

    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    public static String hex(final byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    public static String hex(final Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return hex(content);
        }
    }

    /** Reads to the end, and does not close. */
    public static String hex(final InputStream content) throws IOException {
        final MessageDigest digest = digest();
        final byte[] chunk = new byte[CHUNK_BYTES];
        for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
            digest.update(chunk, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
