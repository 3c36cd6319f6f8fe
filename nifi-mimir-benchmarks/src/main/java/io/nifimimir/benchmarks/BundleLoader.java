/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import org.apache.nifi.processor.Processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Keeps the bundle and the libraries of which NiFi brings another version apart from NiFi's, as a NAR does. */
final class BundleLoader extends URLClassLoader {
    private static final Path BUNDLE = Path.of(System.getProperty("mimir.bundle", "target/bundle"));
    private static final List<String> OWN = List.of("io.nifimimir.", "de.siegmar.fastcsv.");
    private static final String PROCESSOR = "io.nifimimir.processors.ConvertToUnifiedDataset";

    private BundleLoader(final URL[] jars) {
        super("bundle", jars, BundleLoader.class.getClassLoader());
    }

    /** A new ConvertToUnifiedDataset; all of them share their classes, so that what one has warmed up serves the next. */
    static Processor processor() {
        try {
            return (Processor) Class.forName(PROCESSOR, true, Holder.INSTANCE)
                    .getConstructor()
                    .newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("The processor cannot be made from " + BUNDLE, e);
        }
    }

    private static BundleLoader open() {
        try (Stream<Path> files = Files.list(BUNDLE)) {
            final List<Path> jars = files.toList();
            final URL[] urls = new URL[jars.size()];
            for (int index = 0; index < urls.length; index++) {
                urls[index] = jars.get(index).toUri().toURL();
            }
            return new BundleLoader(urls);
        } catch (final IOException e) {
            throw new UncheckedIOException("The bundle cannot be read from " + BUNDLE, e);
        }
    }

    private static final class Holder {
        static final BundleLoader INSTANCE = open();
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        final boolean own = OWN.stream().anyMatch(name::startsWith);
        if (!own) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
