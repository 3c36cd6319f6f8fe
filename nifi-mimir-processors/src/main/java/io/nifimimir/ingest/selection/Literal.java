/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import io.nifimimir.dataset.Datetimes;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A value that cells are compared with, in each reading that its text allows.
 *
 * @param number present where the text is a number
 * @param instant present where the text is a date or a datetime in ISO 8601; without an offset it is read as UTC, like cells without one
 */
record Literal(String text, Optional<BigDecimal> number, Optional<Instant> instant) {

    static Literal of(final String text) {
        return new Literal(text, parseNumber(text), parseInstant(text));
    }

    private static Optional<BigDecimal> parseNumber(final String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (final NumberFormatException e) {
            // Most literals are texts
            return Optional.empty();
        }
    }

    private static Optional<Instant> parseInstant(final String text) {
        try {
            return Optional.of(Datetimes.toInstant(Datetimes.ofText(text)));
        } catch (final DateTimeException | IndexOutOfBoundsException e) {
            // Most literals are texts
            return Optional.empty();
        }
    }
}
