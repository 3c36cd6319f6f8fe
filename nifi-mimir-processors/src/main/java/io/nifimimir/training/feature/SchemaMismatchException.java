/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import java.io.Serial;
import java.util.List;

/** Rows that do not have the columns that a model was trained on; the message names each that is missing or of another type. */
public class SchemaMismatchException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    public SchemaMismatchException(final List<String> problems) {
        super(String.join("; ", problems));
    }
}
