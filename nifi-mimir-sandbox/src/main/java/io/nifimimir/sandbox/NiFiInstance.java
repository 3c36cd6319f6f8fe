/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One NiFi in one home: starts it, waits for it, stops it, kills it, and finds it again.
 *
 * <p>Attached to this Java, NiFi ends with it, as tests want it. Detached, it goes on running, as the demo wants it.
 */
public final class NiFiInstance {

    private static final Duration STOP_DEADLINE = Duration.ofSeconds(60);
    // Twice the write delay that the sandbox's nifi.properties sets
    private static final Duration FLOW_WRITE = Duration.ofSeconds(1);
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(20);
    private static final int LOG_LINES_IN_REPORT = 40;

    private final NiFiHome home;
    private final LaunchOptions options;
    private RunningNiFi running;

    private NiFiInstance(final NiFiHome home, final LaunchOptions options, final RunningNiFi running) {
        this.home = home;
        this.options = options;
        this.running = running;
    }

    public static Builder builder(final Path home, final LibFolder lib) {
        return new Builder(new NiFiHome(home), lib);
    }

    /** The NiFi that runs in this home, whoever started it; it can be watched, stopped and killed, but not started again. */
    public static Optional<NiFiInstance> attach(final Path home) {
        final NiFiHome existing = new NiFiHome(home);
        return RunningNiFi.find(existing).map(found -> new NiFiInstance(existing, null, found));
    }

    /** Starts NiFi; {@link #awaitReady} tells when it can be used. */
    public NiFiInstance start() {
        if (options == null) {
            throw new IllegalStateException("Attached to a NiFi that somebody else started");
        }
        if (RunningNiFi.find(home).isPresent()) {
            throw new IllegalStateException("A NiFi runs in %s already".formatted(home.path()));
        }
        final int port = choosePort();
        home.prepare(port, options.lib().path(), options.extensions(), options.settings());
        final Process process = options.launch(home);
        running = new RunningNiFi(process.toHandle(), port);
        running.note(home);
        if (!options.detached()) {
            ShutdownKill.register(running);
        }
        return this;
    }

    /** Waits until NiFi answers and has its flow loaded. A process that died meanwhile is reported with its last words. */
    public NiFiInstance awaitReady(final Duration deadline) {
        final NiFiClient client = client();
        Await.untilTrue("NiFi at " + address(), deadline, () -> {
            if (!isAlive()) {
                throw new Await.HopelessException(
                        "NiFi ended while it started. Its last words:\n" + String.join("\n", lastLogLines()));
            }
            return !client.version().isEmpty()
                    && !client.processGroups().rootId().isEmpty();
        });
        return this;
    }

    /**
     * Asks NiFi to end, as a shutdown of the machine would, and reports where it does not.
     *
     * <p>NiFi writes a change of the flow half a second after it was made. Stopped before that, it writes the change
     * after it has stopped the processors, and forgets which of them ran.
     */
    public void stop() {
        if (!isAlive()) {
            return;
        }
        Await.pass("the flow to be written", FLOW_WRITE);
        if (!running.terminate(STOP_DEADLINE)) {
            throw new IllegalStateException("NiFi (process %d) has not ended %d s after it was asked to; its log is %s"
                    .formatted(running.pid(), STOP_DEADLINE.toSeconds(), home.appLog()));
        }
    }

    /** Ends NiFi without a warning (SIGKILL). */
    public void kill() {
        if (isAlive() && !running.kill(KILL_DEADLINE)) {
            throw new IllegalStateException("NiFi (process %d) survived a kill".formatted(running.pid()));
        }
    }

    /** Stops NiFi, starts it again and waits for it. */
    public NiFiInstance restart(final Duration deadline) {
        stop();
        return start().awaitReady(deadline);
    }

    public boolean isAlive() {
        return running != null && running.isAlive();
    }

    public long pid() {
        return process().pid();
    }

    public int port() {
        return process().port();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public NiFiClient client() {
        return new NiFiClient(address());
    }

    public NiFiHome home() {
        return home;
    }

    public Path logs() {
        return home.logs();
    }

    /** The memory that NiFi's process really occupies, in bytes. */
    public OptionalLong residentMemory() {
        return process().residentMemory();
    }

    private RunningNiFi process() {
        if (running == null) {
            throw new IllegalStateException("NiFi in %s was not started".formatted(home.path()));
        }
        return running;
    }

    private int choosePort() {
        if (options.port() != 0) {
            if (!Ports.isFree(options.port())) {
                throw new IllegalStateException("Port %d is in use by another program".formatted(options.port()));
            }
            return options.port();
        }
        // Bookmarks and open tabs stay good over a restart
        return home.port().stream().filter(Ports::isFree).findFirst().orElseGet(Ports::anyFree);
    }

    private List<String> lastLogLines() {
        final List<String> lines = new ArrayList<>();
        for (final Path log : List.of(home.appLog(), home.consoleLog())) {
            if (Files.exists(log)) {
                lines.addAll(tail(log));
            }
        }
        return lines;
    }

    private static List<String> tail(final Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            final List<String> all = lines.toList();
            return all.subList(Math.max(0, all.size() - LOG_LINES_IN_REPORT), all.size());
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading " + log, e);
        }
    }

    /** How to start a NiFi. */
    public static final class Builder {

        private static final int DEFAULT_HEAP_MEBIBYTES = 512;

        private final NiFiHome home;
        private final LibFolder lib;
        private List<Path> extensions = List.of();
        private Map<String, String> settings = Map.of();
        private int heapMebibytes = DEFAULT_HEAP_MEBIBYTES;
        private int port;
        private List<String> jvmOptions = List.of();
        private boolean detached;

        private Builder(final NiFiHome home, final LibFolder lib) {
            this.home = home;
            this.lib = Objects.requireNonNull(lib, "Lib folder required");
        }

        /** NARs to put into extensions/ at each start, the way that a user installs them; whatever else is there goes. */
        public Builder extensions(final Path... nars) {
            extensions = List.of(nars);
            return this;
        }

        /** Lines of nifi.properties by name that shall be other than the sandbox has them. */
        public Builder settings(final Map<String, String> lines) {
            settings = Map.copyOf(lines);
            return this;
        }

        public Builder heapMebibytes(final int mebibytes) {
            heapMebibytes = mebibytes;
            return this;
        }

        /** A port of the loopback interface; 0 takes the one of the last start where it is free, or else any. */
        public Builder port(final int number) {
            port = number;
            return this;
        }

        public Builder jvmOptions(final String... options) {
            jvmOptions = List.of(options);
            return this;
        }

        /** Lets NiFi go on running when this Java ends. */
        public Builder detached() {
            detached = true;
            return this;
        }

        public NiFiInstance build() {
            return new NiFiInstance(
                    home,
                    new LaunchOptions(lib, extensions, settings, heapMebibytes, port, jvmOptions, detached),
                    null);
        }
    }
}
