/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** This test's own process stands in for NiFi: what is looked at is only whether it is the one that was noted. */
class RunningNiFiTest {

    private static final ProcessHandle SELF = ProcessHandle.current();

    @TempDir
    private Path folder;

    private NiFiHome home;

    @BeforeEach
    void setUp() {
        home = new NiFiHome(folder.resolve("home"));
        home.prepare(8081, folder, List.of(), Map.of());
    }

    @Test
    void findsTheProcessThatWasNoted() {
        new RunningNiFi(SELF, 8081).note(home);

        final RunningNiFi found = RunningNiFi.find(home).orElseThrow();

        assertEquals(SELF.pid(), found.pid());
        assertEquals(8081, found.port());
        assertTrue(found.isAlive());
        assertTrue(found.residentMemory().orElseThrow() > 1_000_000);
    }

    @Test
    void findsNothingInAHomeThatNeverRan() {
        assertTrue(RunningNiFi.find(home).isEmpty());
    }

    @Test
    void aNumberThatAnotherProcessHasByNowIsNotNiFi() throws IOException {
        final Instant before = SELF.info().startInstant().orElseThrow().minus(1, ChronoUnit.HOURS);
        Files.writeString(
                home.run().resolve("nifi.pid"), "pid=%d\nport=8081\nstarted=%s\n".formatted(SELF.pid(), before));

        assertTrue(RunningNiFi.find(home).isEmpty());
    }

    @Test
    void aProcessThatEndedIsNotFound() throws IOException {
        final Process sleeper = new ProcessBuilder("sleep", "60").start();
        final RunningNiFi running = new RunningNiFi(sleeper.toHandle(), 8081);
        running.note(home);

        assertTrue(running.kill(Duration.ofSeconds(10)));

        assertFalse(running.isAlive());
        assertTrue(RunningNiFi.find(home).isEmpty());
    }

    @Test
    void aStartThatFailsTellsTheLastWords() throws IOException {
        final Path emptyLib = Files.createDirectories(folder.resolve("lib"));
        final NiFiInstance instance = NiFiInstance.builder(folder.resolve("broken"), new LibFolder(emptyLib))
                .build()
                .start();

        final Await.HopelessException failure =
                assertThrows(Await.HopelessException.class, () -> instance.awaitReady(Duration.ofSeconds(60)));

        assertTrue(failure.getMessage().contains("org.apache.nifi.NiFi"), failure.getMessage());
    }
}
