/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.ingest.Rejections;

import java.io.IOException;

/** Counts what is rejected on its way out. */
final class Rejected {
    private final Rejections rejections;
    private long rows;

    Rejected(final Rejections rejections) {
        this.rejections = rejections;
    }

    void row(final long position, final String reason, final String content) throws IOException {
        rows++;
        rejections.row(JsonTokens.place(position), reason, content);
    }

    long rows() {
        return rows;
    }
}
