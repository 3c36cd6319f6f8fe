/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folders that the quickstart flow takes from and writes to, all in one. */
public record Folders(Path path) {

    public Folders {
        path = path.toAbsolutePath().normalize();
    }

    public Path inbox() {
        return path.resolve("inbox");
    }

    public Path originals() {
        return path.resolve("originals");
    }

    public Path reports() {
        return path.resolve("reports");
    }

    public Path models() {
        return path.resolve("models");
    }

    public Path alerts() {
        return path.resolve("alerts");
    }

    public Path failures() {
        return path.resolve("failures");
    }

    public Path store() {
        return path.resolve("store");
    }

    /** The values of the parameters that the template names. */
    Map<String, String> parameters() {
        final Map<String, String> parameters = new LinkedHashMap<>();
        for (final Path folder : Set.of(inbox(), originals(), reports(), models(), alerts(), failures(), store())) {
            parameters.put(folder.getFileName() + ".folder", folder.toString());
        }
        return parameters;
    }

    /** NiFi makes the folders that it writes to, and not the one that it takes from. */
    void create() {
        try {
            Files.createDirectories(inbox());
        } catch (final IOException e) {
            throw new UncheckedIOException("Making " + inbox(), e);
        }
    }

    /** Names of the files in a folder; none where it is not there. */
    public static Set<String> names(final Path folder) {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .collect(Collectors.toSet());
        } catch (final IOException e) {
            throw new UncheckedIOException("Listing " + folder, e);
        }
    }
}
