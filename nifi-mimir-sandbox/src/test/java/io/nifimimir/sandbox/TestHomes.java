/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The homes that system tests run a NiFi in: below target/, so that they outlive a failure and go with a clean build. */
final class TestHomes {

    private static final Path ROOT = Path.of("target", "system-tests").toAbsolutePath();

    private TestHomes() {}

    /** A home of this name that nobody has lived in. */
    static Path fresh(final String name) {
        final Path home = ROOT.resolve(name);
        delete(home);
        return home;
    }

    /** All homes of this run and of earlier ones. */
    static List<NiFiHome> all() {
        if (!Files.exists(ROOT)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(ROOT)) {
            return homes.map(NiFiHome::new).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("Listing " + ROOT, e);
        }
    }

    static void delete(final Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("Deleting " + folder, e);
        }
    }
}
