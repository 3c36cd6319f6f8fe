/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.IOException;

/** Takes the rows that cannot be part of the table. */
@FunctionalInterface
public interface RejectedRows {

    /**
     * @param place where the row stands, such as {@code line 17}
     * @param reason what was found and what was expected
     * @param content the row as it was read, shortened where it is long
     */
    void reject(String place, String reason, String content) throws IOException;
}
