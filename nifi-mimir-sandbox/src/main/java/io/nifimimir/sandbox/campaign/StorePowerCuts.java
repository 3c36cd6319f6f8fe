/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.Assembly;
import io.nifimimir.sandbox.Await;
import io.nifimimir.sandbox.StoreView;
import io.nifimimir.sandbox.StoreView.Execution;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * Cuts the power of a process that does nothing but end runs in the store and say so, which takes seconds where a NiFi takes half a minute.
 * A run that it has said to be ended, and that is not so when the power is back, is forgotten.
 */
public final class StorePowerCuts {
    private static final int MEBIBYTES = 256;
    private static final Duration STARTED = Duration.ofSeconds(60);
    private static final Duration LONGEST_WORK = Duration.ofSeconds(2);
    private static final String DEPENDENCIES = "META-INF/bundled-dependencies/";

    private final Path folder;
    private final int cuts;
    private final Synchronous synchronous;
    private final long seed;
    private final PrintStream out;

    /** How the store is told to write, by SQLite's names. */
    public enum Synchronous {
        FULL("FULL", "full"),
        NORMAL("BALANCED", "balanced");

        private final String durability;
        private final String property;

        Synchronous(final String durability, final String property) {
            this.durability = durability;
            this.property = property;
        }

        /** The value of the store's property Durability. */
        String property() {
            return property;
        }
    }

    /** @param folder for all that the campaign makes */
    public StorePowerCuts(
            final Path folder, final int cuts, final Synchronous synchronous, final long seed, final PrintStream out) {
        this.folder = folder.toAbsolutePath().normalize();
        this.cuts = cuts;
        this.synchronous = synchronous;
        this.seed = seed;
        this.out = out;
    }

    /** Runs the campaign, and tells what was forgotten: nothing, where all is well. */
    public List<String> run() {
        final Path bundle = unpackBundle();
        final Random random = new Random(seed);
        final List<String> violations = new ArrayList<>();
        int acknowledged = 0;
        int forgotten = 0;
        try (LoopDisk disk = LoopDisk.format(folder.resolve("store.img"), MEBIBYTES, folder.resolve("store-disk"))) {
            disk.powerOn();
            final Path store = disk.mountPoint().resolve("store");
            for (int cut = 1; cut <= cuts; cut++) {
                final Duration work = Duration.ofMillis((long) (random.nextDouble() * LONGEST_WORK.toMillis()));
                final Set<String> before = workAndCut(disk, bundle, store, work);
                final Set<String> lost = new TreeSet<>(before);
                lost.removeAll(ended(store, violations));
                acknowledged += before.size();
                forgotten += lost.size();
                if (!lost.isEmpty()) {
                    violations.add("Cut %d: %d of %d runs that were said to be ended are forgotten"
                            .formatted(cut, lost.size(), before.size()));
                }
            }
        }
        out.printf(
                "Store alone, synchronous=%s: %d cuts, %d runs acknowledged, %d forgotten%n",
                synchronous, cuts, acknowledged, forgotten);
        return violations;
    }

    /** Lets a writer work for a while, cuts the power, and returns what it had said by then. */
    private Set<String> workAndCut(final LoopDisk disk, final Path bundle, final Path store, final Duration work) {
        final Process writer = start(bundle, store);
        try {
            final Acknowledgements said = new Acknowledgements(writer);
            Await.untilTrue("the first run of the writer", STARTED, () -> {
                if (!writer.isAlive()) {
                    throw new Await.HopelessException("The writer ended by itself; see " + errors());
                }
                return said.count() > 0;
            });
            Await.pass("the moment of the cut", work);
            final Set<String> before = said.all();
            disk.cutPower(writer.pid(), () -> kill(writer));
            return before;
        } finally {
            kill(writer);
        }
    }

    private static Set<String> ended(final Path store, final List<String> violations) {
        try (StoreView view = StoreView.open(store)) {
            final String integrity = view.integrity();
            if (!"ok".equals(integrity)) {
                violations.add("PRAGMA integrity_check says: " + integrity);
            }
            return view.executions().stream()
                    .filter(Execution::isFinal)
                    .map(Execution::scheduledFor)
                    .map(Instant::toEpochMilli)
                    .map(String::valueOf)
                    .collect(Collectors.toSet());
        }
    }

    private Process start(final Path bundle, final Path store) {
        try {
            final String classes = Path.of(StoreWriter.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classes + File.pathSeparator + bundle + File.separator + "*",
                            StoreWriter.class.getName(),
                            store.toString(),
                            synchronous.durability)
                    .redirectError(Redirect.to(errors().toFile()))
                    .start();
        } catch (final IOException e) {
            throw new UncheckedIOException("Starting the writer", e);
        } catch (final URISyntaxException e) {
            throw new IllegalStateException("Where this class lies is no path", e);
        }
    }

    private static void kill(final Process writer) {
        writer.destroyForcibly();
        writer.onExit().join();
    }

    private Path errors() {
        return folder.resolve("writer.log");
    }

    /** The jars that the NAR brings, as NiFi unpacks them. */
    private Path unpackBundle() {
        final Path target = folder.resolve("bundle");
        try (JarFile nar = new JarFile(Assembly.current().nar().toFile())) {
            Files.createDirectories(target);
            for (final JarEntry entry : nar.stream().toList()) {
                if (entry.getName().startsWith(DEPENDENCIES) && entry.getName().endsWith(".jar")) {
                    try (InputStream jar = nar.getInputStream(entry)) {
                        Files.write(
                                target.resolve(entry.getName().substring(DEPENDENCIES.length())), jar.readAllBytes());
                    }
                }
            }
            return target;
        } catch (final IOException e) {
            throw new UncheckedIOException("Unpacking the bundle to " + target, e);
        }
    }

    /** What a process has said so far, line by line. */
    private static final class Acknowledgements {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Acknowledgements(final Process process) {
            final Thread reader = new Thread(() -> read(process), "acknowledgements");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(final Process process) {
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.add(line);
                }
            } catch (final IOException e) {
                throw new UncheckedIOException("Reading what the writer says", e);
            }
        }

        int count() {
            return lines.size();
        }

        Set<String> all() {
            return new TreeSet<>(lines);
        }
    }
}
