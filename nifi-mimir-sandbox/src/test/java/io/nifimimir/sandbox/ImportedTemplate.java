/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.ParameterContext;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A flow of the folder {@code templates} on the canvas, brought there as a user would by REST. */
final class ImportedTemplate {
    private static final Path TEMPLATES = Path.of("..").resolve("templates");

    private final NiFiClient client;
    private final String key;
    private final ProcessGroup group;

    private ImportedTemplate(final NiFiClient client, final String key, final ProcessGroup group) {
        this.client = client;
        this.key = key;
        this.group = group;
    }

    /** @param key of its file, which is that of its parameter context as well */
    static ImportedTemplate of(final NiFiClient client, final String key) {
        return in(client.processGroups().rootId(), client, key);
    }

    /** Into a group that has the services which the flow takes from around it. */
    static ImportedTemplate in(final String parentId, final NiFiClient client, final String key) {
        final ProcessGroup group =
                client.processGroups().upload(parentId, key, new Position(0, 0), TEMPLATES.resolve(key + ".json"));
        return new ImportedTemplate(client, key, group);
    }

    String groupId() {
        return group.id();
    }

    /** Points the parameters that end in {@code .folder} to folders of a home, by their first name. */
    ImportedTemplate foldersIn(final Path home) {
        final Map<String, String> values = new LinkedHashMap<>();
        context().values().keySet().stream()
                .filter(name -> name.endsWith(".folder"))
                .forEach(name -> values.put(
                        name,
                        home.resolve(name.substring(0, name.indexOf('.')))
                                .toAbsolutePath()
                                .toString()));
        return set(values);
    }

    ImportedTemplate set(final Map<String, String> values) {
        client.parameterContexts().set(context().id(), values);
        return this;
    }

    ImportedTemplate setSensitive(final Map<String, String> values) {
        client.parameterContexts().setSensitive(context().id(), values);
        return this;
    }

    /** Waits until the flow on disk has this processor of it as a running one, and with it all that was made before. */
    void awaitWritten(final NiFiInstance instance, final String processor) {
        WrittenFlow.awaitRunning(
                instance, client.processors().named(group.id(), processor).id());
    }

    private ParameterContext context() {
        return client.parameterContexts().named(key).orElseThrow();
    }

    /** Enables the services and starts all that there is, of which nothing may be invalid. */
    ImportedTemplate start() {
        client.controllerServices().enableAll(group.id());
        client.processGroups().start(group.id());
        assertEquals(0, client.processGroups().get(group.id()).invalid(), "invalid components of " + key);
        return this;
    }
}
