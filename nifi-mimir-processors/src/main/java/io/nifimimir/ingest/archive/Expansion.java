/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.ingest.IngestException;

/** Tells a file that unpacks to something monstrous, before it has filled anything. */
final class Expansion {
    /** The method that gzip and zip share shrinks by 1,032 at most; tables that people keep shrink by 3 to 50, and seldom by 100. */
    static final int MAX_RATIO = 200;

    /** Bytes that do no harm, whatever they were packed to: less than the content of many a queue. */
    static final long HARMLESS_BYTES = 64L * 1024 * 1024;

    private Expansion() {}

    /**
     * @param packed bytes read so far, or those of the whole
     * @param unpacked bytes that came of them
     */
    static void require(final String what, final long packed, final long unpacked) throws IngestException {
        if (unpacked > HARMLESS_BYTES && unpacked > MAX_RATIO * packed) {
            throw new IngestException(
                    "%s unpacks to more than %d times its size (%,d bytes from %,d so far), as a decompression bomb does: expected a table"
                            .formatted(what, MAX_RATIO, unpacked, packed));
        }
    }
}
