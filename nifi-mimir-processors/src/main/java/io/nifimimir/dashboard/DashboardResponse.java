/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * What a browser is answered.
 *
 * @param headers by name, besides the type of the content
 */
@SuppressWarnings("ArrayRecordComponent")
public record DashboardResponse(int status, String contentType, Map<String, String> headers, byte[] body) {
    /** Sent with everything: nothing but what comes from here is loaded or run, and nobody puts the page into a frame. */
    public static final Map<String, String> PROTECTION = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    static final String JSON = "application/json";

    static final String HTML = "text/html; charset=utf-8";

    private static final int WORTH_COMPRESSING = 1_024;

    public DashboardResponse {
        final Map<String, String> all = new TreeMap<>(PROTECTION);
        all.putAll(headers);
        headers = all;
    }

    static DashboardResponse json(final int status, final Object view) {
        return new DashboardResponse(status, JSON, Map.of("Cache-Control", "no-store"), ViewJson.write(view));
    }

    public static DashboardResponse error(final int status, final String message) {
        return json(status, Map.of("error", message));
    }

    static DashboardResponse html(final String page) {
        return new DashboardResponse(
                200, HTML, Map.of("Cache-Control", "no-cache"), page.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with another header. */
    DashboardResponse with(final String header, final String value) {
        final Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new DashboardResponse(status, contentType, more, body);
    }

    /** The same, compressed where that saves something. */
    DashboardResponse compressed() {
        if (body.length < WORTH_COMPRESSING) {
            return this;
        }
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final Map<String, String> more = new TreeMap<>(headers);
        more.put("Content-Encoding", "gzip");
        more.put("Vary", "Accept-Encoding");
        return new DashboardResponse(status, contentType, more, bytes.toByteArray());
    }
}
