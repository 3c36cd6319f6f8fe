/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import java.util.regex.Pattern;

/** What the name of a column says about digits in it that their own form does not say. */
final class ColumnNameHints {
    private static final String BEGIN = "(?i)(?:^|.*[^a-z])";
    private static final String END = "(?:[^a-z].*|$)";

    /** Digits that are no quantity: nobody adds up telephone numbers. */
    private static final Pattern CODE = Pattern.compile(BEGIN
            + "(?:phone|telephone|tel|mobile|fax|whatsapp|msisdn|imei|imsi|iban|zip|zipcode|postcode|postal[ _-]?code|plz|passport|barcode|ean|gtin|isbn)"
            + END);

    /** Counts of seconds or milliseconds, or eight digits, that are instants. */
    private static final Pattern INSTANT = Pattern.compile(BEGIN
            + "(?:timestamp|epoch|unix(?:time)?|ts|date|datum|fecha|datetime|time|created|updated|modified|at)"
            + END);

    private ColumnNameHints() {}

    static boolean isCode(final String name) {
        return CODE.matcher(name).matches();
    }

    static boolean canBeInstant(final String name) {
        return INSTANT.matcher(name).matches();
    }
}
