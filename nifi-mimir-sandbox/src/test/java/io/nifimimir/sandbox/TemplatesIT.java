/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.sandbox.TemplateFile.Box;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.Processor;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What holds of each template: it imports, lacks nothing but what its user has to fill in, holds no secret, and is fit to be looked at. */
@ExtendWith({Troubleshooting.class, SharedNiFi.class})
@Timeout(300)
class TemplatesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** A service of a group that was just imported is not enabled; that is a user's first step. */
    private static final String NOT_ENABLED = "Controller Service with ID .* is disabled";

    @TempDir
    private Path home;

    static List<TemplateFile> templates() {
        return TemplateFile.all();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void importsAndLacksNothingButWhatItsUserFillsIn(final TemplateFile template, final NiFiClient client)
            throws IOException {
        final ProcessGroup around =
                client.processGroups().create(client.processGroups().rootId(), "Around", new Position(0, 0));
        if (!template.definition().path("externalControllerServices").isEmpty()) {
            Flows.store(client, around.id(), "Mimir store", home.resolve("store"));
        }
        final ImportedTemplate flow = ImportedTemplate.in(around.id(), client, template.key());
        fill(flow, template);

        Await.until("nothing to be lacking", SOON, () -> lacking(client, flow), List::isEmpty);
        photograph(client, flow, template);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void isExplainedOnTheCanvasAndInTheTable(final TemplateFile template) throws IOException {
        final String table = Files.readString(TemplateFile.FOLDER.resolve("README.md"));
        assertTrue(table.contains("(%s.json)".formatted(template.key())), template + " is missing in the table");
        for (final JsonNode parameter : template.parameters()) {
            assertFalse(parameter.path("description").asText().isBlank(), parameter.toString());
        }
        for (final JsonNode group : template.groups()) {
            assertFalse(group.path("labels").isEmpty(), group.path("name").asText() + " has no label");
            final List<Box> boxes = TemplateFile.boxes(group);
            for (int one = 0; one < boxes.size(); one++) {
                for (int other = one + 1; other < boxes.size(); other++) {
                    assertFalse(
                            boxes.get(one).overlaps(boxes.get(other)),
                            "%s overlaps %s".formatted(boxes.get(one), boxes.get(other)));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void holdsNoSecretAndNothingOfWhereItWasMade(final TemplateFile template) {
        template.parameters().stream()
                .filter(parameter -> parameter.path("sensitive").asBoolean())
                .forEach(parameter -> assertFalse(parameter.hasNonNull("value"), parameter.toString()));
        for (final JsonNode component : template.components()) {
            for (final JsonNode descriptor : component.path("propertyDescriptors")) {
                final String value = component
                        .path("properties")
                        .path(descriptor.path("name").asText())
                        .asText("");
                assertTrue(
                        !descriptor.path("sensitive").asBoolean() || value.matches("|null|#\\{[^}]+}"),
                        component.path("name") + " holds a secret");
            }
        }
        assertTrue(template.definition().findValues("instanceIdentifier").isEmpty());
        assertTrue(template.definition().findValues("instanceGroupId").isEmpty());
    }

    /** What NiFi says of each processor that could not be started once the services are enabled. */
    private static List<String> lacking(final NiFiClient client, final ImportedTemplate flow) {
        final List<String> lacking = new ArrayList<>();
        for (final Processor processor : client.processors().list(flow.groupId())) {
            if (processor.extensionMissing() || "VALIDATING".equals(processor.validationStatus())) {
                lacking.add(processor.name() + ": " + processor.type());
            }
            processor.validationErrors().stream()
                    .filter(error -> !error.matches("(?s).*" + NOT_ENABLED + ".*"))
                    .forEach(error -> lacking.add(processor.name() + ": " + error));
        }
        return lacking;
    }

    private void fill(final ImportedTemplate flow, final TemplateFile template) throws IOException {
        final Map<String, String> values = new HashMap<>();
        final Map<String, String> secrets = new HashMap<>();
        for (final JsonNode parameter : template.parameters()) {
            final String name = parameter.path("name").asText();
            if (name.endsWith(".folder")) {
                Files.createDirectories(home.resolve(name.substring(0, name.indexOf('.'))));
            } else if (parameter.path("sensitive").asBoolean()) {
                secrets.put(name, "secret");
            } else if (!parameter.hasNonNull("value")) {
                values.put(name, name.contains("url") ? "http://127.0.0.1:1/" : "user@example.org");
            }
        }
        flow.foldersIn(home);
        if (!values.isEmpty()) {
            flow.set(values);
        }
        if (!secrets.isEmpty()) {
            flow.setSensitive(secrets);
        }
    }

    private static void photograph(final NiFiClient client, final ImportedTemplate flow, final TemplateFile template) {
        final Optional<Browser> opened = Browser.open();
        if (opened.isEmpty()) {
            return;
        }
        final List<String> groups = new ArrayList<>(List.of(flow.groupId()));
        client.processGroups().children(flow.groupId()).forEach(group -> groups.add(group.id()));
        try (Browser browser = opened.get()) {
            browser.resize(2_600, 1_900);
            for (int group = 0; group < groups.size(); group++) {
                browser.openCanvas(client.canvas(groups.get(group)));
                browser.screenshot(SCREENSHOTS.resolve(
                        "template-%s%s.png".formatted(template.key(), group == 0 ? "" : "-" + group)));
            }
        }
    }
}
