/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What NiFi shows behind "View documentation", beside what it makes of the annotations. */
class ComponentDocumentationTest {
    private static final Path RESOURCES = Path.of("src", "main", "resources");

    static Stream<String> components() throws IOException {
        final List<String> components = new ArrayList<>();
        try (Stream<Path> services = Files.list(RESOURCES.resolve("META-INF").resolve("services"))) {
            for (final Path service : services.toList()) {
                components.addAll(Files.readAllLines(service));
            }
        }
        return components.stream().filter(component -> !component.isBlank());
    }

    @ParameterizedTest
    @MethodSource("components")
    void eachComponentHasDetailsUnderItsOwnName(final String component) throws IOException {
        final String details =
                Files.readString(RESOURCES.resolve("docs").resolve(component).resolve("additionalDetails.md"));

        final String name = component.substring(component.lastIndexOf('.') + 1);
        assertTrue(details.contains("\n# %s\n".formatted(name)), component);
        assertTrue(details.contains("\n## "), component + " has no section");
    }
}
