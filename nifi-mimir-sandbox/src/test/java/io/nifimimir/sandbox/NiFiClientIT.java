/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Bundle;
import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.NiFiException;
import io.nifimimir.sandbox.client.ParameterContext;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.ProvenanceEvent;
import io.nifimimir.sandbox.client.QueuedFlowFile;
import io.nifimimir.sandbox.client.VerificationStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith({SharedNiFi.class, Troubleshooting.class})
@Timeout(300)
class NiFiClientIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private NiFiClient client;
    private String group;

    @BeforeEach
    void setUp(final NiFiClient shared) {
        client = shared;
        group = client.processGroups()
                .create(client.processGroups().rootId(), "Test", new Position(0, 0))
                .id();
    }

    @Test
    void theHostIsARealNiFiWithTheBundleInIt(final NiFiInstance instance) {
        assertEquals("2.3.0", client.version());
        assertTrue(client.nars().loaded().stream()
                .anyMatch(
                        bundle -> "io.nifimimir".equals(bundle.group()) && "nifi-mimir-nar".equals(bundle.artifact())));
        assertTrue(client.processorTypes().stream()
                .anyMatch(type -> type.type().endsWith(".GenerateFlowFile")
                        && type.bundle().equals(Flows.STANDARD)));
        assertTrue(client.controllerServiceTypes().stream()
                .anyMatch(type -> type.type().endsWith(".CSVReader")));
        assertTrue(client.systemDiagnostics().maxHeapBytes() > 0);
        assertTrue(instance.residentMemory().orElseThrow() > 100_000_000);
    }

    @Test
    void aFlowFileIsGeneratedChangedQueuedAndTracked() {
        final Processor generator = Flows.generator(client, group, "one,two");
        final Processor update = Flows.updateAttribute(client, group, Map.of("colour", "blue"));
        final Connection second = client.connections().create(update, Flows.sink(client, group), "success");
        client.connections().create(generator, update, "success");

        client.processors().runOnce(generator.id());
        client.processors().start(update.id());
        client.connections().awaitQueued(second.id(), 1, SOON);

        final QueuedFlowFile flowFile =
                client.connections().flowFiles(second.id()).getFirst();
        assertEquals("blue", flowFile.attributes().get("colour"));
        assertEquals(
                "one,two", new String(client.connections().content(second.id(), flowFile), StandardCharsets.UTF_8));
        final List<ProvenanceEvent> events = Await.until(
                "provenance of the FlowFile",
                SOON,
                () -> client.provenance().ofFlowFile(flowFile.uuid()),
                seen -> seen.size() == 3);
        assertEquals(
                List.of("DOWNLOAD", "ATTRIBUTES_MODIFIED", "CREATE"),
                events.stream().map(ProvenanceEvent::eventType).toList());
        assertEquals("blue", events.get(1).attributes().get("colour"));
        assertEquals(1, client.processGroups().status(group).flowFilesQueued());
        client.connections().empty(second.id());
        assertEquals(0, client.processGroups().status(group).flowFilesQueued());
    }

    @Test
    void aFlowDefinitionComesBackAsItWentOut() {
        final ParameterContext context = client.parameterContexts().create("Colours", Map.of("colour", "red"));
        client.processGroups().setParameterContext(group, context.id());
        final Processor update = Flows.updateAttribute(client, group, Map.of("colour", "#{colour}"));
        client.connections().create(Flows.generator(client, group, "text"), update, "success");
        final byte[] definition = client.processGroups().download(group);

        final ProcessGroup copy = client.processGroups()
                .upload(client.processGroups().rootId(), "Copy", new Position(600, 0), definition);

        assertEquals(List.of("Copy", "Test"), groupNames());
        assertEquals(
                "#{colour}",
                client.processors().named(copy.id(), "Update").properties().get("colour"));
        assertEquals(1, client.connections().list(copy.id()).size());
        assertEquals(
                2, client.connections().list(client.processGroups().rootId()).size());
        assertEquals(context.id(), copy.parameterContextId().orElseThrow());
    }

    @Test
    void aParameterChangesWhileWhatUsesItRuns() {
        final ParameterContext context =
                client.parameterContexts().create("Colours", Map.of("colour", "red", "shape", "round"));
        client.processGroups().setParameterContext(group, context.id());
        final Processor generator = Flows.generator(client, group, "text");
        final Processor update = Flows.updateAttribute(client, group, Map.of("colour", "#{colour}"));
        final Connection queue = client.connections().create(update, Flows.sink(client, group), "success");
        client.connections().create(generator, update, "success");
        client.processors().start(update.id());

        client.parameterContexts().set(context.id(), Map.of("colour", "green"));
        client.parameterContexts().setSensitive(context.id(), Map.of("password", "secret"));
        client.processors().runOnce(generator.id());
        client.connections().awaitQueued(queue.id(), 1, SOON);

        assertEquals(
                "green",
                client.connections()
                        .flowFiles(queue.id())
                        .getFirst()
                        .attributes()
                        .get("colour"));
        assertTrue(client.processors().get(update.id()).isRunning());
        assertEquals(
                Map.of("colour", "green", "shape", "round"),
                client.parameterContexts().named("Colours").orElseThrow().values());
    }

    @Test
    void servicesAreEnabledVerifiedAndDisabled() {
        final ControllerService reader = client.controllerServices()
                .create(
                        group,
                        "org.apache.nifi.csv.CSVReader",
                        Bundle.ofNiFi("nifi-record-serialization-services-nar", "2.3.0"),
                        "Reader",
                        Map.of());

        client.controllerServices().enableAll(group);
        assertTrue(client.controllerServices().get(reader.id()).isEnabled());

        client.controllerServices().disable(reader.id());
        assertTrue(client.controllerServices().get(reader.id()).isDisabled());
        assertTrue(client.controllerServices().verify(reader.id()).stream().allMatch(VerificationStep::isSuccessful));
    }

    @Test
    void aProcessorVerifiesItsConfiguration() {
        final Processor update = Flows.updateAttribute(client, group, Map.of("colour", "blue"));
        client.connections().create(Flows.generator(client, group, "text"), update, "success");
        client.processors().autoTerminate(update.id(), Set.of("success"));

        final List<VerificationStep> steps = client.processors().verify(update.id(), Map.of());

        assertFalse(steps.isEmpty());
        assertTrue(steps.stream().allMatch(VerificationStep::isSuccessful), steps.toString());
    }

    @Test
    void whatNiFiRefusesIsToldInFull() {
        final NiFiException failure =
                assertThrows(NiFiException.class, () -> client.processors().get("no-such-processor"));

        assertEquals(404, failure.status());
        assertTrue(failure.getMessage().startsWith("GET processors/no-such-processor answered 404:"));
    }

    private List<String> groupNames() {
        return client.processGroups().children(client.processGroups().rootId()).stream()
                .map(ProcessGroup::name)
                .sorted()
                .toList();
    }
}
