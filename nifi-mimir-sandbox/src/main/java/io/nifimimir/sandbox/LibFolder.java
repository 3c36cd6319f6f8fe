/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** NiFi's own jars and NARs, as the build assembled them. */
public record LibFolder(Path path) {

    private static final String SERVICES_API = "nifi-standard-services-api-nar";

    public LibFolder {
        path = Objects.requireNonNull(path, "Path required").toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("No folder at " + path + ": was the sandbox module packaged?");
        }
    }

    /**
     * Another NiFi in this folder: the same, but with its standard services API under another version, as later releases
     * have it. The bundle must load there too.
     */
    public LibFolder withServicesApiVersion(final String version, final Path target) {
        try {
            Files.createDirectories(target);
            for (final Path file : list()) {
                final Path copy = target.resolve(file.getFileName().toString());
                if (file.toString().endsWith(".nar")) {
                    rewrite(file, copy, manifest -> moveServicesApi(manifest, version));
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("Deriving a lib folder in " + target, e);
        }
        return new LibFolder(target);
    }

    /** The same, less the NARs of one artifact. */
    public LibFolder without(final String artifact, final Path target) {
        try {
            Files.createDirectories(target);
            for (final Path file : list()) {
                if (!isNarOf(file, artifact)) {
                    Files.copy(file, target.resolve(file.getFileName().toString()));
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("Deriving a lib folder in " + target, e);
        }
        return new LibFolder(target);
    }

    /** The same with these NARs only, for a NiFi that is started very often. */
    public LibFolder withNars(final Set<String> fileNames, final Path target) {
        try {
            Files.createDirectories(target);
            for (final Path file : list()) {
                final String name = file.getFileName().toString();
                if (!name.endsWith(".nar") || fileNames.contains(name)) {
                    Files.copy(file, target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("Deriving a lib folder in " + target, e);
        }
        return new LibFolder(target);
    }

    /** The one NAR of this artifact. */
    public Path nar(final String artifact) {
        return list().stream()
                .filter(file -> isNarOf(file, artifact))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No NAR %s in %s".formatted(artifact, path)));
    }

    /** Copies a NAR and changes its manifest on the way; the order of entries stays, for NiFi wants folders before files. */
    public static void rewrite(final Path nar, final Path target, final Consumer<Manifest> change) throws IOException {
        try (JarFile source = new JarFile(nar.toFile());
                OutputStream file = Files.newOutputStream(target);
                ZipOutputStream copy = new ZipOutputStream(file)) {
            // What a NAR holds is compressed already
            copy.setLevel(Deflater.NO_COMPRESSION);
            for (final JarEntry entry : source.stream().toList()) {
                copy.putNextEntry(new ZipEntry(entry.getName()));
                if (JarFile.MANIFEST_NAME.equals(entry.getName())) {
                    final Manifest manifest = new Manifest(source.getManifest());
                    change.accept(manifest);
                    manifest.write(copy);
                } else {
                    try (InputStream content = source.getInputStream(entry)) {
                        content.transferTo(copy);
                    }
                }
                copy.closeEntry();
            }
        }
    }

    private static void moveServicesApi(final Manifest manifest, final String version) {
        if (SERVICES_API.equals(manifest.getMainAttributes().getValue("Nar-Id"))) {
            manifest.getMainAttributes().putValue("Nar-Version", version);
        }
        if (SERVICES_API.equals(manifest.getMainAttributes().getValue("Nar-Dependency-Id"))) {
            manifest.getMainAttributes().putValue("Nar-Dependency-Version", version);
        }
    }

    private static boolean isNarOf(final Path file, final String artifact) {
        if (!file.toString().endsWith(".nar")) {
            return false;
        }
        try (JarFile nar = new JarFile(file.toFile())) {
            return artifact.equals(nar.getManifest().getMainAttributes().getValue("Nar-Id"));
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading " + file, e);
        }
    }

    private List<Path> list() {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("Listing " + path, e);
        }
    }
}
