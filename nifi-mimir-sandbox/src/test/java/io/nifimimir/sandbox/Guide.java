/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A page for readers, in Markdown, with its fenced blocks in order.
 *
 * @param file relative to the checkout
 */
record Guide(Path file, String text, List<Fence> fences) {
    static final Path CHECKOUT = Path.of("..");

    private static final String MARK = "```";

    /** Those below docs, and those that a reader begins with. */
    static List<Guide> all() throws IOException {
        final List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(CHECKOUT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md"))
                    .map(CHECKOUT::relativize)
                    .sorted()
                    .forEach(files::add);
        }
        final List<Guide> guides = new ArrayList<>();
        for (final Path file : files) {
            guides.add(parse(file, Files.readString(CHECKOUT.resolve(file))));
        }
        return guides;
    }

    static Guide parse(final Path file, final String text) {
        final List<Fence> fences = new ArrayList<>();
        final StringBuilder block = new StringBuilder();
        String info = null;
        int begin = 0;
        int number = 0;
        for (final String line : text.lines().toList()) {
            number++;
            if (info == null && line.startsWith(MARK)) {
                info = line.substring(MARK.length()).strip();
                begin = number;
                block.setLength(0);
            } else if (info != null && line.equals(MARK)) {
                fences.add(new Fence(info, block.toString(), begin));
                info = null;
            } else if (info != null) {
                block.append(line).append('\n');
            }
        }
        if (info != null) {
            throw new IllegalArgumentException("%s, line %d: the block does not end".formatted(file, begin));
        }
        return new Guide(file, text, List.copyOf(fences));
    }

    List<Fence> fences(final Fence.Kind kind) {
        return fences.stream().filter(fence -> fence.is(kind)).toList();
    }

    /** What the guide says that a block prints: the block right behind it. */
    Optional<Fence> consoleBehind(final Fence fence) {
        final int next = fences.indexOf(fence) + 1;
        return Optional.of(next)
                .filter(index -> index < fences.size())
                .map(fences::get)
                .filter(behind -> behind.is(Fence.Kind.CONSOLE));
    }

    String place(final Fence fence) {
        return "%s, line %d".formatted(file, fence.line());
    }
}
