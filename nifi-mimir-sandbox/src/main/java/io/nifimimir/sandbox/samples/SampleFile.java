/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import java.io.IOException;

/** One file of the samples folder: where it stands and what is in it. */
public interface SampleFile {

    /** The path below the samples folder, with forward slashes. */
    String path();

    /** The bytes of the file, the same on every call and on every machine. */
    byte[] content() throws IOException;
}
