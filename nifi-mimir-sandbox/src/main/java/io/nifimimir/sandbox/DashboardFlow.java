/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.ParameterContext;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.ProcessGroups;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The flow that serves the page, within the group whose store it shows: a service of a group is there for the groups in it too, and a
 * second service could not open the same store.
 */
public final class DashboardFlow {
    public static final String GROUP_NAME = "Mimir dashboard";

    private static final String PARAMETER_CONTEXT = "mimir-dashboard";
    private static final String PORT = "dashboard.port";
    private static final String NIFI_ADDRESS = "nifi.address";
    private static final int PREFERRED_PORT = 18_095;
    private static final Position BESIDE_THE_FLOW = new Position(1_600, 0);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int OK = 200;

    private final NiFiClient client;
    private final Path template;

    public DashboardFlow(final NiFiClient client, final Path template) {
        this.client = client;
        this.template = template;
    }

    /** Imports the flow where it is not in the group yet, starts it, and returns the address of the page once it answers. */
    public URI start(final String parentId) {
        final ProcessGroups groups = client.processGroups();
        final Optional<ProcessGroup> present = groups.children(parentId).stream()
                .filter(group -> group.name().equals(GROUP_NAME))
                .findFirst();
        final ProcessGroup group =
                present.orElseGet(() -> groups.upload(parentId, GROUP_NAME, BESIDE_THE_FLOW, template));
        if (present.isEmpty()) {
            final Map<String, String> values = new LinkedHashMap<>();
            values.put(PORT, String.valueOf(Ports.isFree(PREFERRED_PORT) ? PREFERRED_PORT : Ports.anyFree()));
            values.put(NIFI_ADDRESS, client.canvas().toString());
            client.parameterContexts().set(parameters().id(), values);
        }
        client.controllerServices().enableAll(group.id());
        groups.start(group.id());
        final URI page = URI.create(
                "http://127.0.0.1:%s/".formatted(parameters().values().get(PORT)));
        Await.until("the page to answer at " + page, SOON, () -> status(page), seen -> seen == OK);
        return page;
    }

    private ParameterContext parameters() {
        return client.parameterContexts()
                .named(PARAMETER_CONTEXT)
                .orElseThrow(() ->
                        new IllegalStateException("The template brought no parameter context " + PARAMETER_CONTEXT));
    }

    /** @return 0 where nothing answers yet */
    private static int status(final URI page) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(page).timeout(SOON).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (final IOException e) {
            // Nothing listens there before the processor has begun
            return 0;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + page, e);
        }
    }
}
