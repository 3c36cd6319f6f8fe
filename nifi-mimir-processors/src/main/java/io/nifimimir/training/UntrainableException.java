/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.io.Serial;

/** A target that no model can be trained for; the message is a sentence for the report. An outcome, not a fault. */
public class UntrainableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public UntrainableException(final String message) {
        super(message);
    }
}
