/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;

/** The bytes of a source, its beginning readable ahead so that its kind can be told before it is read. Read once. */
public final class ContentSource {
    /** Enough lines to tell a dialect by, little enough to keep for each concurrent task. */
    private static final int PREFIX_BYTES = 64 * 1024;

    private final byte[] prefix;
    private final boolean prefixIsAll;
    private final InputStream remainder;
    private final String fileName;
    private final String mimeType;

    /**
     * Reads the beginning of the stream.
     *
     * @param fileName may be null
     * @param mimeType may be null
     */
    public ContentSource(final InputStream input, final String fileName, final String mimeType) throws IOException {
        prefix = input.readNBytes(PREFIX_BYTES);
        prefixIsAll = prefix.length < PREFIX_BYTES;
        remainder = input;
        this.fileName = fileName;
        this.mimeType = mimeType;
    }

    /** The first bytes, at most 64 KiB; not to be changed. */
    byte[] prefix() {
        return prefix;
    }

    /** Whether {@link #prefix} is the whole content. */
    boolean isPrefixAll() {
        return prefixIsAll;
    }

    /** The whole content from its first byte. To be called once. */
    InputStream stream() {
        return new SequenceInputStream(new ByteArrayInputStream(prefix), remainder);
    }

    Optional<String> fileName() {
        return Optional.ofNullable(fileName);
    }

    Optional<String> mimeType() {
        return Optional.ofNullable(mimeType);
    }
}
