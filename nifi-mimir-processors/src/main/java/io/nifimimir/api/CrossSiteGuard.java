/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a page of another site from changing anything through the browser of somebody who may. To the server, what such a page sends comes
 * from this machine and under its name; what tells it apart is what a browser adds to each request and no page can take away. Programs
 * other than browsers add none of that, and are left to {@link AccessGuard}.
 */
final class CrossSiteGuard {
    /** A page of another site may set no header of its own unless it is let, which nobody is. */
    static final String PAGE_HEADER = "x-mimir-page";

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private static final String SITE = "sec-fetch-site";
    private static final String ORIGIN = "origin";

    /** How every browser has named itself for thirty years. */
    private static final String BROWSER = "Mozilla/";

    private CrossSiteGuard() {}

    /** @return the refusal; empty for what reads, for what is not sent by a browser, and for what a page from here sends */
    static Optional<ApiAnswer.Response> refuse(final ApiRequest request) {
        if (READING.contains(request.method()) || !isFromBrowser(request)) {
            return Optional.empty();
        }
        final String site = request.header(SITE);
        // Another port of this machine is the same site, and may be another program
        if (!site.isEmpty() && !site.equals("same-origin")) {
            return refusal("a page from here", "one of a site that is " + site);
        }
        final String origin = request.header(ORIGIN);
        if (!origin.isEmpty() && !isHere(origin, request.header("host"))) {
            return refusal("a page of %s".formatted(request.header("host")), "one of " + origin);
        }
        return request.header(PAGE_HEADER).isEmpty() ? refusal("the header " + PAGE_HEADER, "none") : Optional.empty();
    }

    private static boolean isFromBrowser(final ApiRequest request) {
        return !request.header(SITE).isEmpty()
                || !request.header(ORIGIN).isEmpty()
                || request.header("user-agent").startsWith(BROWSER);
    }

    /** The scheme is left out: behind a proxy that speaks TLS it is another one than here. */
    private static boolean isHere(final String origin, final String host) {
        final int separator = origin.indexOf("://");
        return separator > 0
                && !host.isEmpty()
                && origin.substring(separator + 3).toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }

    private static Optional<ApiAnswer.Response> refusal(final String expected, final String found) {
        return Optional.of(ApiAnswer.error(
                403,
                "",
                "A browser may change something from a page of this very server only: expected %s, found %s"
                        .formatted(expected, found)));
    }
}
