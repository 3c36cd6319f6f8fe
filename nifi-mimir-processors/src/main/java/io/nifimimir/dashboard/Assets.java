/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.dataset.Sha256;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of the page. They lie in a folder that is named after their content, so that a browser may keep them for ever and never has an
 * old one beside a new one.
 */
final class Assets {
    /** Where they begin in an address. */
    static final String PATH = "/assets/";

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final List<String> OWN = List.of(
            "page.css",
            "app.js",
            "alerts.js",
            "care.js",
            "chart.js",
            "datasets.js",
            "dom.js",
            "figures.js",
            "format.js",
            "models.js",
            "overview.js",
            "runs.js",
            "series.js",
            "icon.svg");

    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, DashboardResponse> plain = new TreeMap<>();

    private final Map<String, DashboardResponse> compressed = new TreeMap<>();

    private final String folder;

    private final String index;

    Assets() {
        for (final String name : OWN) {
            add(name, read("page/" + name));
        }
        add("uplot.js", read(UPLOT + "uPlot.esm.js"));
        add("uplot.css", read(UPLOT + "uPlot.min.css"));
        folder = PATH.substring(1) + fingerprint() + "/";
        index = new String(read("page/index.html"), StandardCharsets.UTF_8).replace("{{assets}}", folder);
    }

    /** The page itself, which names its files. */
    String index() {
        return index;
    }

    /** @param path as it is asked for, from the root */
    Optional<DashboardResponse> find(final String path, final boolean gzip) {
        final String prefix = "/" + folder;
        return path.startsWith(prefix)
                ? Optional.ofNullable((gzip ? compressed : plain).get(path.substring(prefix.length())))
                : Optional.empty();
    }

    private void add(final String name, final byte[] content) {
        final String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        final DashboardResponse response = new DashboardResponse(
                200, type, Map.of("Cache-Control", "public, max-age=31536000, immutable"), content);
        plain.put(name, response);
        compressed.put(name, response.compressed());
    }

    private String fingerprint() {
        final MessageDigest digest = Sha256.digest();
        plain.forEach((name, response) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(response.body());
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    private static byte[] read(final String resource) {
        try (InputStream input = Assets.class.getResourceAsStream(resource)) {
            if (input == null) {
                throw new FileNotFoundException("File %s of the page is not in the jar".formatted(resource));
            }
            return input.readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
