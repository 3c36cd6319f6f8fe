/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The bytes of a source, its beginning at hand so that its kind can be told before it is read. */
public final class ContentSource {
    /** Enough lines to tell a dialect by, little enough to keep for each concurrent task. */
    private static final int PREFIX_BYTES = 64 * 1024;

    private final Content content;
    private final byte[] prefix;
    private final boolean prefixIsAll;
    private final String fileName;
    private final String mimeType;

    /**
     * Reads the beginning.
     *
     * @param fileName may be null
     * @param mimeType may be null
     */
    public ContentSource(final Content content, final String fileName, final String mimeType) throws IOException {
        this.content = content;
        try (InputStream input = content.open()) {
            prefix = input.readNBytes(PREFIX_BYTES);
        }
        prefixIsAll = prefix.length < PREFIX_BYTES;
        this.fileName = fileName;
        this.mimeType = mimeType;
    }

    /** The first bytes, at most 64 KiB; not to be changed. */
    public byte[] prefix() {
        return prefix;
    }

    /** Whether {@link #prefix} is the whole content. */
    public boolean isPrefixAll() {
        return prefixIsAll;
    }

    /** The whole content from its first byte; to be closed. */
    public InputStream open() throws IOException {
        return content.open();
    }

    public Optional<String> fileName() {
        return Optional.ofNullable(fileName);
    }

    public Optional<String> mimeType() {
        return Optional.ofNullable(mimeType);
    }
}
