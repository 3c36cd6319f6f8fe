/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import java.io.Serial;

/** An option that a flowfile brings along and that is not what it should be; the message names it. */
final class InvalidOptionException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    InvalidOptionException(final String option, final String expected, final String found) {
        super("Attribute %s: expected %s, found [%s]".formatted(option, expected, found));
    }
}
