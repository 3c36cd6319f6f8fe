/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that runs NiFi: started by this Java, or found again by what its home noted of it. */
final class RunningNiFi {

    private static final String NOTE = "nifi.pid";
    private static final Pattern RESIDENT_KIBIBYTES = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final long BYTES_PER_KIBIBYTE = 1024;
    // Some systems derive the instant from a clock that is corrected now and then
    private static final Duration START_TOLERANCE = Duration.ofSeconds(3);

    private final ProcessHandle handle;
    private final int port;

    RunningNiFi(final ProcessHandle handle, final int port) {
        this.handle = handle;
        this.port = port;
    }

    /** Finds the process that a home noted, unless it ended and something else has its number by now. */
    static Optional<RunningNiFi> find(final NiFiHome home) {
        final Path file = home.run().resolve(NOTE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        final Properties note = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            note.load(reader);
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading " + file, e);
        }
        final Instant noted = Instant.parse(note.getProperty("started"));
        return ProcessHandle.of(Long.parseLong(note.getProperty("pid")))
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process)
                        .map(started -> Duration.between(started, noted).abs().compareTo(START_TOLERANCE) <= 0)
                        .orElse(false))
                .map(process -> new RunningNiFi(process, Integer.parseInt(note.getProperty("port"))));
    }

    /** Notes this process in its home, whole or not at all. */
    void note(final NiFiHome home) {
        final Path file = home.run().resolve(NOTE);
        final Path draft = home.run().resolve(NOTE + ".draft");
        final Instant started = startOf(handle).orElseGet(Instant::now);
        try {
            Files.writeString(draft, "pid=%d\nport=%d\nstarted=%s\n".formatted(handle.pid(), port, started));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw new UncheckedIOException("Noting the process in " + file, e);
        }
    }

    private static Optional<Instant> startOf(final ProcessHandle process) {
        return process.info().startInstant();
    }

    long pid() {
        return handle.pid();
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return handle.isAlive();
    }

    /** Asks NiFi to end and waits: it finishes what it is at, and writes down the rest. */
    boolean terminate(final Duration deadline) {
        handle.destroy();
        return awaitEnd(deadline);
    }

    /** Ends NiFi on the spot, as a crash or the kernel would, and whatever it started with it. */
    boolean kill(final Duration deadline) {
        handle.descendants().forEach(ProcessHandle::destroyForcibly);
        handle.destroyForcibly();
        return awaitEnd(deadline);
    }

    private boolean awaitEnd(final Duration deadline) {
        try {
            handle.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (final TimeoutException e) {
            return !handle.isAlive();
        } catch (final ExecutionException e) {
            throw new IllegalStateException("Watching process " + handle.pid(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while process %d was ending".formatted(handle.pid()), e);
        }
    }

    /** The memory that the process really occupies, in bytes. */
    OptionalLong residentMemory() {
        if (!handle.isAlive()) {
            return OptionalLong.empty();
        }
        final Path status = Path.of("/proc", String.valueOf(handle.pid()), "status");
        try {
            if (Files.exists(status)) {
                final Matcher matcher = RESIDENT_KIBIBYTES.matcher(Files.readString(status));
                return matcher.find() ? kibibytes(matcher.group(1)) : OptionalLong.empty();
            }
            final Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(handle.pid())).start();
            try (InputStream answer = ps.getInputStream()) {
                final String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
                return text.isEmpty() ? OptionalLong.empty() : kibibytes(text);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("Asking for the memory of process " + handle.pid(), e);
        }
    }

    private static OptionalLong kibibytes(final String number) {
        return OptionalLong.of(Long.parseLong(number) * BYTES_PER_KIBIBYTE);
    }
}
