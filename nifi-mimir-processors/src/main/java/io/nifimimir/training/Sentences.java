/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.Locale;

/** Formats what reports say, alike on every machine. */
public final class Sentences {
    private Sentences() {}

    public static String of(final String format, final Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** {@code 1 row}, {@code 2 rows}. */
    public static String count(final long count, final String noun) {
        return of("%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
