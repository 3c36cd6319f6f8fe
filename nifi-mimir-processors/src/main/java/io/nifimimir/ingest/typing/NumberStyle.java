/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

/** A way of writing numbers. A column is read in one style throughout. In the order of preference where several fit. */
enum NumberStyle {
    /** {@code 1234.5}, {@code -3}, {@code 6.02e23} */
    PLAIN('.', "", "a plain number"),
    /** {@code 1,234.5} */
    COMMA_GROUPS('.', ",", "a number with commas between thousands"),
    /** {@code 1234,5} and {@code 1.234,5} */
    DECIMAL_COMMA(',', ".", "a number with a decimal comma"),
    /** {@code 1 234.5}, the space also one that does not break */
    SPACE_GROUPS('.', " \u00a0\u202f\u2009", "a number with spaces between thousands"),
    /** {@code 1 234,5} */
    DECIMAL_COMMA_SPACE_GROUPS(
            ',', " \u00a0\u202f\u2009", "a number with a decimal comma and spaces between thousands"),
    /** {@code 1'234.5} */
    APOSTROPHE_GROUPS('.', "'\u2019", "a number with apostrophes between thousands"),
    /** {@code 12,34,567.5}: thousands, then hundreds of them */
    LAKH_GROUPS('.', ",", "a number with commas between thousands, lakhs and crores");

    static final NumberStyle[] ALL = values();

    private final char decimalPoint;
    private final String groupSeparators;
    private final String description;

    NumberStyle(final char decimalPoint, final String groupSeparators, final String description) {
        this.decimalPoint = decimalPoint;
        this.groupSeparators = groupSeparators;
        this.description = description;
    }

    int mask() {
        return 1 << ordinal();
    }

    boolean isDecimalPoint(final char character) {
        return character == decimalPoint;
    }

    boolean isGroupSeparator(final char character) {
        return groupSeparators.indexOf(character) >= 0;
    }

    boolean hasDecimalComma() {
        return decimalPoint == ',';
    }

    /** Such as {@code a number with a decimal comma}. */
    String description() {
        return description;
    }

    static int masks(final NumberStyle... styles) {
        int mask = 0;
        for (final NumberStyle style : styles) {
            mask |= style.mask();
        }
        return mask;
    }
}
