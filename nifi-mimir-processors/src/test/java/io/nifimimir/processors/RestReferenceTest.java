/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The reference for people has the calls that the description for machines has, and no others. */
class RestReferenceTest {
    private static final Pattern CALL = Pattern.compile("`((?:GET|POST|PUT|PATCH|DELETE) /[^`?]*)`");

    @Test
    void referenceHasEachOperationOfTheDescription() throws IOException {
        final Set<String> calls = new TreeSet<>();
        final Matcher named = CALL.matcher(Files.readString(Path.of("..", "docs", "REST_REFERENCE.md")));
        while (named.find()) {
            calls.add(named.group(1));
        }

        assertEquals(OpenApi.read().operations(), calls);
    }
}
