/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

/** For rows that come again, and are rejected then. */
public enum NoRejections implements Rejections {
    INSTANCE;

    @Override
    public void row(final String place, final String reason, final String content) {}

    @Override
    public void cell(final String place, final String column, final String value, final String reason) {}

    @Override
    public void restart() {}
}
