/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read from their beginning as often as it takes. */
@FunctionalInterface
public interface Content {
    InputStream open() throws IOException;
}
