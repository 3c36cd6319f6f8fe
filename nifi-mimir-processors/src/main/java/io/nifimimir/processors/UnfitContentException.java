/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import java.io.IOException;
import java.io.Serial;

/** Content that no model can be applied to, or no model that could be; the message says why, and what was expected. */
final class UnfitContentException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnfitContentException(final String message) {
        super(message);
    }

    UnfitContentException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
