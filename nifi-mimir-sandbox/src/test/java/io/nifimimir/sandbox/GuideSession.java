/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The commands of a guide in one shell, as somebody types them in, one after the other: what one sets, the next one sees. */
final class GuideSession {
    private static final String MARK = "@@ block of the guide ";

    private final Path folder;
    private final Map<String, String> environment;
    private final Map<String, String> places;
    private final Duration deadline;

    /**
     * @param folder to work in; what is left of the session lies in it
     * @param places what guides call places of every machine, as regular expressions, and where they are here
     */
    GuideSession(
            final Path folder,
            final Map<String, String> environment,
            final Map<String, String> places,
            final Duration deadline) {
        this.folder = folder;
        this.environment = Map.copyOf(environment);
        this.places = new LinkedHashMap<>(places);
        this.deadline = deadline;
    }

    /** Runs the commands and holds what they print against the guide. Returns what is wrong, which is nothing where all is as the guide says. */
    List<String> run(final Guide guide) throws IOException {
        final List<Fence> blocks = guide.fences(Fence.Kind.BASH);
        final StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (int block = 0; block < blocks.size(); block++) {
            // On a line of its own, also behind an answer that ends without one
            final String mark = "printf '\\n%s%d\\n'".formatted(MARK, block);
            script.append("%s%n%s >&2%n".formatted(mark, mark));
            script.append(here(blocks.get(block).text()));
        }
        final String name = guide.file().getFileName().toString();
        final Path output = folder.resolve(name + ".out");
        final Path errors = folder.resolve(name + ".err");
        final int status = shell(Files.writeString(folder.resolve(name + ".sh"), script), output, errors);
        final List<String> outputs = split(Files.readString(output));
        final List<String> wrong = new ArrayList<>();
        for (int block = 0; block < outputs.size(); block++) {
            final Fence fence = blocks.get(block);
            final String printed = outputs.get(block);
            guide.consoleBehind(fence)
                    .flatMap(console -> new ConsolePattern(here(console.text())).differenceTo(printed))
                    .ifPresent(difference -> wrong.add("%s: %s".formatted(guide.place(fence), difference)));
        }
        if (status != 0) {
            wrong.add("%s: ended with %d and said%n%s"
                    .formatted(
                            guide.place(blocks.get(outputs.size() - 1)),
                            status,
                            split(Files.readString(errors)).getLast()));
        }
        return wrong;
    }

    private int shell(final Path script, final Path output, final Path errors) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        final Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "%s did not end within %s; it said%n%s".formatted(script, deadline, Files.readString(errors)));
            }
            return process.exitValue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + script, e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String here(final String text) {
        String moved = text;
        for (final Map.Entry<String, String> place : places.entrySet()) {
            moved = moved.replaceAll(place.getKey(), place.getValue());
        }
        return moved;
    }

    /** One part for each block that was begun. */
    private static List<String> split(final String output) {
        final List<StringBuilder> parts = new ArrayList<>();
        for (final String line : output.lines().toList()) {
            if (line.startsWith(MARK)) {
                parts.add(new StringBuilder());
            } else if (!parts.isEmpty()) {
                parts.getLast().append(line).append('\n');
            }
        }
        return parts.stream().map(StringBuilder::toString).toList();
    }
}
