/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How to start a NiFi, and the start itself. */
record LaunchOptions(
        LibFolder lib,
        List<Path> extensions,
        Map<String, String> settings,
        int heapMebibytes,
        int port,
        List<String> jvmOptions,
        boolean detached) {

    private static final String DETACHER = "nohup";

    Process launch(final NiFiHome home) {
        final ProcessBuilder builder = new ProcessBuilder(command())
                .directory(home.path().toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(home.consoleLog().toFile()));
        // One pool of native memory for two threads at work, and not one for each that ever ran
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        try {
            return builder.start();
        } catch (final IOException e) {
            throw new UncheckedIOException("Starting NiFi in " + home.path(), e);
        }
    }

    private List<String> command() {
        final List<String> command = new ArrayList<>();
        if (detached && isOnPath(DETACHER)) {
            // It becomes NiFi's Java itself, so the process number stays, and a terminal that closes does not end it
            command.add(DETACHER);
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add("conf" + File.pathSeparator + lib.path() + File.separator + "*");
        command.add("-Xmx%dm".formatted(heapMebibytes));
        // SQLite and XGBoost come as native code
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dnifi.properties.file.path=./conf/nifi.properties");
        command.add("-Dorg.apache.nifi.bootstrap.config.log.dir=./logs");
        command.add("-Djava.awt.headless=true");
        // NiFi's second server, for its own scripts; its fixed default port would allow one NiFi on a machine
        command.add("-Dorg.apache.nifi.management.server.address=127.0.0.1:" + Ports.anyFree());
        command.addAll(jvmOptions);
        command.add("org.apache.nifi.NiFi");
        return command;
    }

    private static boolean isOnPath(final String program) {
        final String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
