/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes every sample file into the folder given as the only argument. */
public final class SampleFiles {

    private SampleFiles() {}

    /** All sample files, in the order of the samples' README. */
    public static List<SampleFile> all() {
        final SampleFile archery = new ArcheryScores();
        final SampleFile reports = new FieldReports();
        final List<SampleFile> files =
                new ArrayList<>(List.of(archery, reports, new ColdChainSensors(), new StockLevels()));
        files.addAll(DamagedFiles.all(archery, reports));
        return List.copyOf(files);
    }

    /** Writes all files below the folder, over what is there under the same names; leaves everything else alone. */
    public static List<Path> writeTo(final Path folder) throws IOException {
        final List<Path> written = new ArrayList<>();
        for (final SampleFile file : all()) {
            final Path target = folder.resolve(file.path());
            Files.createDirectories(target.getParent());
            Files.write(target, file.content());
            written.add(target);
        }
        return written;
    }

    /**
     * Entry point of {@code ./mimir samples}.
     *
     * @param arguments the folder to write into
     */
    public static void main(final String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Usage: SampleFiles <folder>");
            System.exit(2);
            return;
        }
        for (final Path file : writeTo(Path.of(arguments[0]))) {
            System.out.println(file + "  " + Files.size(file) + " bytes");
        }
    }
}
