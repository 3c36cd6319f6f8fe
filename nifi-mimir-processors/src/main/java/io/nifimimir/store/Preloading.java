/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads the classes of a package. Where a NAR is replaced while NiFi runs, NiFi takes its files away first and disables the services from it
 * afterwards: a class that is needed only then, such as those of the backup on a clean stop, must be in memory by that time.
 */
final class Preloading {
    private static final String CLASS_FILE = ".class";

    private Preloading() {}

    /** Loads each class of the package that this one is in, from where it came from; of a class that came from nowhere, nothing. */
    static void ofPackageOf(final Class<?> member) throws IOException {
        final CodeSource source = member.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return;
        }
        final String folder = member.getPackageName().replace('.', '/') + '/';
        try {
            for (final String file : files(Path.of(source.getLocation().toURI()), folder)) {
                final String name = folder + file.substring(0, file.length() - CLASS_FILE.length());
                Class.forName(name.replace('/', '.'), true, member.getClassLoader());
            }
        } catch (final URISyntaxException | ClassNotFoundException e) {
            throw new IOException("Classes of %s cannot be loaded".formatted(member.getPackageName()), e);
        }
    }

    private static List<String> files(final Path source, final String folder) throws IOException {
        if (Files.isDirectory(source)) {
            try (Stream<Path> files = Files.list(source.resolve(folder))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(Preloading::isClass)
                        .toList();
            }
        }
        try (JarFile jar = new JarFile(source.toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder) && name.indexOf('/', folder.length()) < 0)
                    .map(name -> name.substring(folder.length()))
                    .filter(Preloading::isClass)
                    .toList();
        }
    }

    private static boolean isClass(final String file) {
        return file.endsWith(CLASS_FILE) && !file.equals("package-info.class");
    }
}
