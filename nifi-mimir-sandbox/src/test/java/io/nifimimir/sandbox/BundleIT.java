/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The one file that a user installs. */
class BundleIT {
    private static final String DEPENDENCIES = "META-INF/bundled-dependencies/";
    private static final Pattern VERSION = Pattern.compile("-[0-9][^/]*\\.jar$");

    @Test
    void licencesOfAllThatIsBundledAreInIt() throws IOException {
        try (JarFile nar = new JarFile(Assembly.current().nar().toFile())) {
            final String notice = read(nar, "META-INF/NOTICE");
            assertTrue(read(nar, "META-INF/LICENSE").contains("BSD 3-Clause"));
            final List<String> bundled = nar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(DEPENDENCIES) && name.endsWith(".jar"))
                    .map(name -> VERSION.matcher(name.substring(DEPENDENCIES.length()))
                            .replaceAll(""))
                    .filter(name -> !name.startsWith("nifi-mimir"))
                    .toList();
            assertTrue(bundled.size() > 10, bundled.toString());
            for (final String artifact : bundled) {
                assertTrue(notice.contains(artifact), artifact + " is bundled and not in NOTICE");
            }
        }
    }

    @Test
    void hostIsAskedForItsServicesAndNothingElse() throws IOException {
        try (JarFile nar = new JarFile(Assembly.current().nar().toFile())) {
            final Attributes manifest = nar.getManifest().getMainAttributes();
            assertEquals("nifi-standard-services-api-nar", manifest.getValue("Nar-Dependency-Id"));
            assertFalse(
                    nar.stream().anyMatch(entry -> entry.getName().matches(".*/(slf4j-api|nifi-api|nifi-utils)-.*")),
                    "The host brings these");
        }
    }

    private static String read(final JarFile nar, final String name) throws IOException {
        try (InputStream input = nar.getInputStream(Objects.requireNonNull(nar.getEntry(name), name))) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
