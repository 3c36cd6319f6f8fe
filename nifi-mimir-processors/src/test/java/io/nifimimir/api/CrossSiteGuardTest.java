/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CrossSiteGuardTest {
    private static final String HOST = "localhost:8095";

    private final AccessGuard guard = new AccessGuard(null);

    @Test
    void pageFromHereMayActAndProgramsMayToo() {
        assertEquals(Optional.empty(), refused("PATCH", ofThisPage()));
        assertEquals(Optional.empty(), refused("POST", Map.of()));
        assertEquals(
                Optional.empty(), refused("POST", Map.of("user-agent", "curl/8.5.0", "content-type", "text/plain")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void pageOfAnotherSiteMayNotAct(final String site) {
        final Map<String, String> headers = ofThisPage();
        headers.put("sec-fetch-site", site);

        assertTrue(refused("PATCH", headers).orElseThrow().contains(site));
        assertTrue(refused("POST", headers).isPresent());
        assertTrue(refused("DELETE", headers).isPresent());
        assertEquals(Optional.empty(), refused("GET", headers), "what reads is not answered to a page of another site");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example",
        "http://localhost:8096",
        "http://localhost",
        "http://localhost:8095.evil.example",
        "http://evil.example/localhost:8095",
        "http://user@localhost:8095",
        "null",
        "file://",
        "localhost:8095"
    })
    void pageOfAnotherOriginMayNotActInABrowserThatTellsNoSite(final String origin) {
        final Map<String, String> headers = ofThisPage();
        headers.remove("sec-fetch-site");
        headers.put("origin", origin);

        assertTrue(refused("PATCH", headers).orElseThrow().contains(origin));
    }

    @Test
    void headerThatAForeignPageCannotSetIsWanted() {
        final Map<String, String> headers = ofThisPage();
        headers.remove(CrossSiteGuard.PAGE_HEADER);

        assertTrue(refused("PATCH", headers).orElseThrow().contains(CrossSiteGuard.PAGE_HEADER));
    }

    @Test
    void formThatAnOldBrowserSendsWithoutTellingItsPageIsRefused() {
        final Map<String, String> form = Map.of("user-agent", "Mozilla/5.0 (X11)", "content-type", "text/plain");

        assertTrue(refused("POST", form).isPresent());
    }

    @Test
    void nameThatWasMadeToLeadHereIsRefused() {
        final Map<String, String> headers = ofThisPage();
        headers.put("host", "evil.example:8095");
        headers.put("origin", "http://evil.example:8095");

        assertTrue(refused("PATCH", headers).isPresent(), "its page would be from here, by its own words");
    }

    @Test
    void schemeMayBeAnotherOneBehindAProxy() {
        final Map<String, String> headers = ofThisPage();
        headers.put("origin", "https://LOCALHOST:8095");

        assertEquals(Optional.empty(), refused("PATCH", headers));
    }

    @Test
    void tokenDoesNotHelpAPageOfAnotherSite() {
        final Map<String, String> headers = ofThisPage();
        headers.put("authorization", "Bearer s3cret");
        final AccessGuard withToken = new AccessGuard("s3cret");
        assertEquals(Optional.empty(), withToken.refuse(request("PATCH", headers), "192.168.1.7"));
        headers.put("sec-fetch-site", "cross-site");

        assertEquals(
                403,
                withToken
                        .refuse(request("PATCH", headers), "192.168.1.7")
                        .orElseThrow()
                        .status());
    }

    private static Map<String, String> ofThisPage() {
        final Map<String, String> headers = new HashMap<>();
        headers.put("user-agent", "Mozilla/5.0 (X11; Linux x86_64)");
        headers.put("sec-fetch-site", "same-origin");
        headers.put("origin", "http://" + HOST);
        headers.put(CrossSiteGuard.PAGE_HEADER, "1");
        return headers;
    }

    private Optional<String> refused(final String method, final Map<String, String> headers) {
        return guard.refuse(request(method, headers), "127.0.0.1").map(answer -> {
            assertEquals(403, answer.status());
            return answer.body().path("error").asText();
        });
    }

    private static ApiRequest request(final String method, final Map<String, String> headers) {
        final Map<String, String> all = new HashMap<>(Map.of("host", HOST));
        all.putAll(headers);
        return new ApiRequest(
                "request", method, "/api/v1/monitoring/alerts/1", "", all, 0, InputStream::nullInputStream);
    }
}
