/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SampleFilesTest {

    private static final long LARGEST_SAMPLE = 400_000;
    private static final Set<String> WRITTEN_BY_HAND = Set.of("README.md", ".gitattributes");

    @Test
    void theFilesInTheRepositoryAreTheOnesTheGeneratorMakes(@TempDir final Path folder) throws IOException {
        final Path samples = samplesFolder();
        final List<Path> written = SampleFiles.writeTo(folder);
        for (final Path made : written) {
            final String name = folder.relativize(made).toString();
            assertArrayEquals(
                    Files.readAllBytes(samples.resolve(name)),
                    Files.readAllBytes(made),
                    () -> name + " differs from what the generator makes; run ./mimir samples");
        }
        final Set<String> expected = namesBelow(folder);
        final Set<String> present = namesBelow(samples);
        present.removeAll(WRITTEN_BY_HAND);
        assertEquals(expected, present);
    }

    @Test
    void everySampleIsSmall() throws IOException {
        for (final SampleFile file : SampleFiles.all()) {
            final long size = file.content().length;
            assertTrue(size < LARGEST_SAMPLE, () -> file.path() + " has " + size + " bytes");
        }
    }

    private static Set<String> namesBelow(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Maven names the root of the reactor; an IDE does not, and starts somewhere below it. */
    private static Path samplesFolder() {
        final String root = System.getProperty("maven.multiModuleProjectDirectory", System.getProperty("user.dir"));
        Path folder = Path.of(root).toAbsolutePath();
        while (folder != null) {
            final Path samples = folder.resolve("samples");
            if (Files.isRegularFile(samples.resolve("README.md"))) {
                return samples;
            }
            folder = folder.getParent();
        }
        throw new IllegalStateException("No samples folder above " + root);
    }
}
