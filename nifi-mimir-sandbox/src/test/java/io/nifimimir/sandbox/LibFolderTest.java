/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class LibFolderTest {

    private static final String SERVICES_API = "nifi-standard-services-api-nar";
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private LibFolder lib;

    @BeforeEach
    void setUp() throws IOException {
        final Path path = Files.createDirectories(folder.resolve("lib"));
        writeNar(path.resolve("api.nar"), SERVICES_API, "nifi-jetty-nar");
        writeNar(path.resolve("user.nar"), "nifi-user-nar", SERVICES_API);
        Files.write(path.resolve("nifi-api.jar"), CONTENT);
        lib = new LibFolder(path);
    }

    @Test
    void movesTheServicesApiAndWhatDependsOnIt() throws IOException {
        final LibFolder moved = lib.withServicesApiVersion("2.9.0", folder.resolve("moved"));

        assertEquals("2.9.0", manifestValue(moved, "api.nar", "Nar-Version"));
        assertEquals("2.3.0", manifestValue(moved, "api.nar", "Nar-Dependency-Version"));
        assertEquals("2.3.0", manifestValue(moved, "user.nar", "Nar-Version"));
        assertEquals("2.9.0", manifestValue(moved, "user.nar", "Nar-Dependency-Version"));
        assertArrayEquals(CONTENT, Files.readAllBytes(moved.path().resolve("nifi-api.jar")));
        try (JarFile nar = new JarFile(moved.path().resolve("user.nar").toFile())) {
            assertArrayEquals(
                    CONTENT, nar.getInputStream(nar.getJarEntry("some/entry")).readAllBytes());
        }
    }

    @Test
    void leavesOutTheNarsOfAnArtifact() {
        final LibFolder less = lib.without("nifi-user-nar", folder.resolve("less"));

        assertEquals("api.nar", less.nar(SERVICES_API).getFileName().toString());
        assertThrows(IllegalArgumentException.class, () -> less.nar("nifi-user-nar"));
    }

    @Test
    void aFolderThatWasNeverAssembledIsNamed() {
        final Path nowhere = folder.resolve("nowhere");

        final IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> new LibFolder(nowhere));

        assertEquals("No folder at %s: was the sandbox module packaged?".formatted(nowhere), failure.getMessage());
    }

    private static void writeNar(final Path file, final String artifact, final String dependency) throws IOException {
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Nar-Id", artifact);
        manifest.getMainAttributes().putValue("Nar-Version", "2.3.0");
        manifest.getMainAttributes().putValue("Nar-Dependency-Id", dependency);
        manifest.getMainAttributes().putValue("Nar-Dependency-Version", "2.3.0");
        try (OutputStream output = Files.newOutputStream(file);
                JarOutputStream nar = new JarOutputStream(output, manifest)) {
            nar.putNextEntry(new JarEntry("some/entry"));
            nar.write(CONTENT);
            nar.closeEntry();
        }
    }

    private static String manifestValue(final LibFolder lib, final String nar, final String name) throws IOException {
        try (JarFile file = new JarFile(lib.path().resolve(nar).toFile())) {
            return file.getManifest().getMainAttributes().getValue(name);
        }
    }
}
