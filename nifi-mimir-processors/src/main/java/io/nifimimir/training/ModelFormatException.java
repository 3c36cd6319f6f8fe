/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.io.IOException;
import java.io.Serial;

/** Bytes that are no model of a known version, or are damaged; the message says which. */
public class ModelFormatException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ModelFormatException(final String message) {
        super(message);
    }

    public ModelFormatException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
