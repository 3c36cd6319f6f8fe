/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the page is told by whoever serves it.
 *
 * @param hostNames names of this machine under which the page may be asked for, besides {@code localhost} and plain addresses. Under any
 *     other name the page would answer scripts of a foreign site whose name was made to point here (DNS rebinding)
 * @param nifiAddress of NiFi's user interface, such as {@code https://localhost:8443/nifi}; empty where nothing is linked to it
 */
public record DashboardSettings(Set<String> hostNames, String nifiAddress) {
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");

    private static final Pattern PORT = Pattern.compile(":[0-9]+$");

    public DashboardSettings {
        hostNames =
                hostNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException where the address is none of the web */
    public static String requireWebAddress(final String address) {
        final URI uri = URI.create(address);
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("expected an address such as https://localhost:8443/nifi");
        }
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    boolean isOwnName(final String host) {
        final String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
        return "localhost".equals(name) || IP_ADDRESS.matcher(name).matches() || hostNames.contains(name);
    }

    String explainNames(final String host) {
        return "The page is not served under the name [%s]. Add it to 'Host Names', or use localhost or an IP address."
                .formatted(host);
    }
}
