/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * NiFi writes its flow at each start and each change of it, and does not flush it: it deletes the old file, renames the new one, and leaves the
 * rest to the system. Where the power goes in the seconds after that, the file is empty, and NiFi starts with an empty canvas. This puts the newest
 * whole copy from the archive in its place before NiFi sees it.
 */
record FlowRescue(Path conf) {
    private static final String FLOW = "flow.json.gz";

    /**
     * @return the copy that was put in place; empty where the flow is whole, or nothing was ever archived
     */
    Optional<Path> run() {
        final Path flow = conf.resolve(FLOW);
        if (isWhole(flow)) {
            return Optional.empty();
        }
        final Optional<Path> newest = archived().stream()
                .filter(FlowRescue::isWhole)
                .max(Comparator.comparing(path -> path.getFileName().toString()));
        newest.ifPresent(copy -> replace(copy, flow));
        return newest;
    }

    private List<Path> archived() {
        final Path archive = conf.resolve("archive");
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(archive)) {
            return files.filter(file -> file.toString().endsWith(FLOW)).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("Listing " + archive, e);
        }
    }

    /** Whether all of it can be read: the end of a gzip file holds its length and check sum. */
    private static boolean isWhole(final Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        // Two resources: the constructor of the second one throws where the file is empty
        try (InputStream stored = Files.newInputStream(file);
                InputStream content = new GZIPInputStream(stored)) {
            return content.transferTo(OutputStream.nullOutputStream()) > 0;
        } catch (final IOException e) {
            return false;
        }
    }

    private static void replace(final Path copy, final Path flow) {
        final Path draft = flow.resolveSibling(FLOW + ".rescued");
        try {
            Files.copy(copy, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, flow, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw new UncheckedIOException("Putting %s in the place of %s".formatted(copy, flow), e);
        }
    }
}
