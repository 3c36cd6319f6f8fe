/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Keeps the logs and the configuration of every NiFi when a test fails, while that NiFi still runs. */
final class Troubleshooting implements AfterTestExecutionCallback {

    private static final Path ROOT = Path.of("target", "troubleshooting");

    @Override
    public void afterTestExecution(final ExtensionContext context) throws IOException {
        if (context.getExecutionException().isEmpty()) {
            return;
        }
        final Path evidence = ROOT.resolve(context.getRequiredTestClass().getSimpleName() + "-"
                + context.getRequiredTestMethod().getName());
        TestHomes.delete(evidence);
        for (final NiFiHome home : TestHomes.all()) {
            final Path target = evidence.resolve(home.path().getFileName().toString());
            for (final Path folder : List.of(home.logs(), home.conf())) {
                copy(folder, target.resolve(folder.getFileName().toString()));
            }
        }
    }

    private static void copy(final Path source, final Path target) throws IOException {
        if (!Files.isDirectory(source)) {
            return;
        }
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(source)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
    }
}
