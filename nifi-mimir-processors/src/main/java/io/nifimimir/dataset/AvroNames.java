/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names as the specification of Avro has them: letters of ASCII, digits that do not stand first, and underscores. */
final class AvroNames {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9_]");

    private AvroNames() {}

    /** Legal and unique names that are as near to these as can be; a name that is legal stays. */
    static List<String> of(final List<String> names) {
        final Set<String> taken = new HashSet<>();
        for (final String name : names) {
            if (isLegal(name)) {
                taken.add(name);
            }
        }
        final List<String> legal = new ArrayList<>();
        for (final String name : names) {
            legal.add(isLegal(name) ? name : unique(legalise(name), taken));
        }
        return legal;
    }

    private static boolean isLegal(final String name) {
        return LEGAL.matcher(name).matches();
    }

    private static String legalise(final String name) {
        final String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        final String legal = ILLEGAL.matcher(plain).replaceAll("_");
        return legal.isEmpty() || Character.isDigit(legal.charAt(0)) ? "_" + legal : legal;
    }

    private static String unique(final String name, final Set<String> taken) {
        String candidate = name;
        for (int number = 2; !taken.add(candidate); number++) {
            candidate = name + "_" + number;
        }
        return candidate;
    }
}
