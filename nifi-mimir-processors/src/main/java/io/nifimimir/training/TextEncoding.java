/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.List;

/** Free text as its length in characters and in words. */
record TextEncoding(String column) implements ColumnEncoding.OfText {

    @Override
    public List<String> features() {
        return List.of(column + ".length", column + ".words");
    }

    @Override
    public void encode(final String value, final float[] features, final int offset) {
        features[offset] = value == null ? Float.NaN : value.length();
        features[offset + 1] = value == null ? Float.NaN : wordCount(value);
    }

    /** Words between white space; without splitting, since this runs for every cell. */
    static int wordCount(final String text) {
        int words = 0;
        boolean insideWord = false;
        for (int index = 0; index < text.length(); index++) {
            final boolean space = Character.isWhitespace(text.charAt(index));
            words += !space && !insideWord ? 1 : 0;
            insideWord = !space;
        }

        return words;
    }
}
