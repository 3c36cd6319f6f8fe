/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AssetsTest {
    private static final Pattern FILE_OF_PAGE = Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"");

    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");

    private static final Pattern FOREIGN =
            Pattern.compile("(?:src|href|import|fetch|url)\\W{1,3}(?:https?:)?//", Pattern.CASE_INSENSITIVE);

    private final Assets assets = new Assets();

    @Test
    void everyFileThatThePageNamesIsThere() {
        final List<String> files = named(FILE_OF_PAGE, assets.index());
        assertTrue(files.size() >= 4, files.toString());
        for (final String file : files) {
            assertFalse(text("/" + file).isEmpty(), file);
        }
        final String application = files.stream()
                .filter(file -> file.endsWith("app.js"))
                .findFirst()
                .orElseThrow();
        final String folder = "/" + application.substring(0, application.lastIndexOf('/') + 1);
        final Deque<String> open = new ArrayDeque<>(List.of("app.js"));
        final Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            final String file = open.remove();
            if (seen.add(file)) {
                open.addAll(named(IMPORT, text(folder + file)));
            }
        }
        assertTrue(seen.contains("uplot.js"), seen.toString());
    }

    @Test
    void nothingIsAskedForElsewhere() {
        final Pattern runsText =
                Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function");
        final List<String> own = named(FILE_OF_PAGE, assets.index()).stream()
                .filter(file -> !file.contains("uplot"))
                .toList();
        Stream.concat(Stream.of(assets.index()), own.stream().map(file -> text("/" + file)))
                .forEach(content -> {
                    assertFalse(FOREIGN.matcher(content).find(), content);
                    assertFalse(runsText.matcher(content).find(), content);
                });
    }

    @Test
    void aFileIsKeptForEverAndCompressed() {
        final String style = "/"
                + named(FILE_OF_PAGE, assets.index()).stream()
                        .filter(file -> file.endsWith("page.css"))
                        .findFirst()
                        .orElseThrow();
        final DashboardResponse plain = assets.find(style, false).orElseThrow();
        final DashboardResponse compressed = assets.find(style, true).orElseThrow();

        assertTrue(plain.headers().get("Cache-Control").contains("immutable"));
        assertEquals("gzip", compressed.headers().get("Content-Encoding"));
        assertTrue(compressed.body().length < plain.body().length / 2);
        assertTrue(assets.find("/assets/other/page.css", false).isEmpty(), "only by the name of the content");
    }

    private String text(final String path) {
        return new String(
                assets.find(path, false)
                        .orElseThrow(() -> new AssertionError(path + " is missing"))
                        .body(),
                StandardCharsets.UTF_8);
    }

    private static List<String> named(final Pattern pattern, final String text) {
        final Matcher matcher = pattern.matcher(text);
        return matcher.results().map(result -> result.group(1)).toList();
    }
}
