/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import io.nifimimir.dataset.Sha256;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call. With a token, whoever has it. Without one, this machine alone, by its own name: a page in a browser of this machine that a
 * foreign name was made to lead to is kept out. In both cases, nothing is changed by pages of other sites.
 */
public final class AccessGuard {
    private static final String BEARER = "bearer ";

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Set<String> LOOPBACK_ADDRESSES =
            Set.of("127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]");

    private final byte[] token;

    /** @param token null for none */
    public AccessGuard(final String token) {
        this.token = token == null ? new byte[0] : digest(token);
    }

    /**
     * @param remoteAddress of the client
     * @return the refusal; empty for whoever may call
     */
    public Optional<ApiAnswer.Response> refuse(final ApiRequest request, final String remoteAddress) {
        return CrossSiteGuard.refuse(request).or(() -> refuseStranger(request, remoteAddress));
    }

    private Optional<ApiAnswer.Response> refuseStranger(final ApiRequest request, final String remoteAddress) {
        if (token.length > 0) {
            final String header = request.header("authorization");
            final boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
            final byte[] given =
                    digest(bearer ? header.substring(BEARER.length()).strip() : "");
            // Of digests, in a time that does not tell how much of it is right
            return bearer && MessageDigest.isEqual(token, given)
                    ? Optional.empty()
                    : Optional.of(
                            ApiAnswer.error(401, "", "Expected the header Authorization: Bearer, with the token"));
        }
        final boolean local = remoteAddress != null
                && LOOPBACK_ADDRESSES.contains(remoteAddress)
                && LOOPBACK_NAMES.contains(hostName(request.header("host")));
        return local
                ? Optional.empty()
                : Optional.of(
                        ApiAnswer.error(403, "", "Without a token, calls are answered on the machine itself only"));
    }

    private static String hostName(final String host) {
        final int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return end > 0 ? host.substring(0, end) : host;
    }

    private static byte[] digest(final String text) {
        return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
