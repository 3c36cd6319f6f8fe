/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;

/** A client of NiFi's REST API, by subject. Everything that NiFi refuses becomes a {@link NiFiException}. */
public final class NiFiClient {

    private final RestConnection connection;
    private final URI base;

    /** A client of the NiFi at this address, such as {@code http://127.0.0.1:8080}. */
    public NiFiClient(final URI base) {
        this.base = base;
        this.connection = new RestConnection(base);
    }

    /** The address that a browser opens. */
    public URI canvas() {
        return base.resolve("/nifi/");
    }

    /** The canvas with one group open. */
    public URI canvas(final String groupId) {
        return base.resolve("/nifi/#/process-groups/" + groupId);
    }

    public String version() {
        return connection.get("flow/about").path("about").path("version").asText();
    }

    public ProcessGroups processGroups() {
        return new ProcessGroups(connection);
    }

    public Processors processors() {
        return new Processors(connection);
    }

    public ControllerServices controllerServices() {
        return new ControllerServices(connection);
    }

    public Connections connections() {
        return new Connections(connection);
    }

    public ParameterContexts parameterContexts() {
        return new ParameterContexts(connection);
    }

    public Provenance provenance() {
        return new Provenance(connection);
    }

    public Nars nars() {
        return new Nars(connection);
    }

    public List<ExtensionType> processorTypes() {
        return RestConnection.readAll(
                connection.get("flow/processor-types").path("processorTypes"), ExtensionType.class);
    }

    public List<ExtensionType> controllerServiceTypes() {
        return RestConnection.readAll(
                connection.get("flow/controller-service-types").path("controllerServiceTypes"), ExtensionType.class);
    }

    /** The bulletins of the last five minutes, oldest first. */
    public List<Bulletin> bulletins() {
        final JsonNode bulletins =
                connection.get("flow/bulletin-board").path("bulletinBoard").path("bulletins");
        return StreamSupport.stream(bulletins.spliterator(), false)
                .map(entity -> RestConnection.read(entity.path("bulletin"), Bulletin.class))
                .toList();
    }

    public List<Counter> counters() {
        final JsonNode snapshot = connection.get("counters").path("counters").path("aggregateSnapshot");
        return RestConnection.readAll(snapshot.path("counters"), Counter.class);
    }

    public SystemDiagnostics systemDiagnostics() {
        final JsonNode diagnostics = connection.get("system-diagnostics").path("systemDiagnostics");
        return RestConnection.read(diagnostics.path("aggregateSnapshot"), SystemDiagnostics.class);
    }

    /** Takes everything off the canvas: groups, processors, services, and the parameter contexts. */
    public void clearCanvas() {
        final String root = processGroups().rootId();
        processGroups().stop(root);
        controllerServices().disableAll(root);
        processGroups().emptyQueues(root);
        connection
                .get("process-groups/%s/connections".formatted(root))
                .path("connections")
                .forEach(entity -> connections().delete(entity.path("id").asText()));
        processGroups().children(root).forEach(group -> processGroups().delete(group.id()));
        processors().list(root).forEach(processor -> processors().delete(processor.id()));
        controllerServices().list(root).forEach(service -> controllerServices().delete(service.id()));
        parameterContexts().list().forEach(context -> parameterContexts().delete(context.id()));
    }
}
