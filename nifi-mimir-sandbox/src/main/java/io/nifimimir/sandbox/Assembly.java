/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the build put together for the sandbox: NiFi's lib folder, and the NAR of the bundle. */
public record Assembly(Path path) {

    private static final String PROPERTY = "mimir.assembly";
    private static final Path OF_THE_MODULE = Path.of("target", "nifi");

    /** The one that the system property names, or else that of the module that this Java was started in. */
    public static Assembly current() {
        final String property = System.getProperty(PROPERTY);
        return new Assembly(property == null ? OF_THE_MODULE : Path.of(property));
    }

    public LibFolder lib() {
        return new LibFolder(path.resolve("lib"));
    }

    /** The NAR of the bundle. */
    public Path nar() {
        final Path folder = path.resolve("mimir");
        try (Stream<Path> files = Files.list(folder)) {
            final List<Path> nars =
                    files.filter(file -> file.toString().endsWith(".nar")).toList();
            if (nars.size() != 1) {
                throw new IllegalStateException("%d NARs in %s where one is expected".formatted(nars.size(), folder));
            }
            return nars.getFirst().toAbsolutePath();
        } catch (final IOException e) {
            throw new UncheckedIOException("No NAR in " + folder + ": was the sandbox module packaged?", e);
        }
    }
}
