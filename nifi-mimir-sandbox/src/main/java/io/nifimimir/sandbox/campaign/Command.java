/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A program of the system that is run and waited for. */
final class Command {
    private Command() {}

    /** Thrown where the program ends with anything but 0. */
    static final class FailedException extends RuntimeException {
        FailedException(final String message) {
            super(message);
        }
    }

    /** Runs a program and returns what it printed. */
    static String run(final String... command) {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            final int status = process.waitFor();
            if (status != 0) {
                throw new FailedException("%s ended with %d: %s".formatted(String.join(" ", command), status, printed));
            }
            return printed;
        } catch (final IOException e) {
            throw new UncheckedIOException("Running " + String.join(" ", command), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + String.join(" ", command), e);
        }
    }
}
