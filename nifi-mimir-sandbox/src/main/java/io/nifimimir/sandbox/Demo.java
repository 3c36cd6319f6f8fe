/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.ProcessGroup;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** Works the sample files through the quickstart flow of a NiFi that runs, and prints what came out and where to look. */
final class Demo {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final Path TEMPLATE = Path.of("templates", "mimir-quickstart.json");
    private static final Path DASHBOARD = Path.of("templates", "mimir-dashboard.json");
    private static final Path SAMPLES = Path.of("samples");

    private final NiFiInstance instance;
    private final Folders folders;
    private final PrintStream out;

    Demo(final NiFiInstance instance, final Folders folders, final PrintStream out) {
        this.instance = instance;
        this.folders = folders;
        this.out = out;
    }

    void run() {
        final Quickstart quickstart = new Quickstart(instance.client(), TEMPLATE, folders);
        final ProcessGroup group = quickstart.start();
        out.printf("The flow [%s] runs: %d components%n", group.name(), group.running());
        final URI page = new DashboardFlow(instance.client(), DASHBOARD).start(group.id());
        out.printf("The page %s can be looked at%n", page);
        final List<Path> samples = Quickstart.samples(SAMPLES);
        final Set<String> fed = quickstart.feed(samples);
        out.println(
                fed.isEmpty()
                        ? "The sample files were worked through before"
                        : "%d sample files dropped into the inbox".formatted(fed.size()));
        final Set<String> names = new TreeSet<>();
        samples.forEach(sample -> names.add(sample.getFileName().toString()));
        quickstart.awaitWorkedThrough(names, DEADLINE, new ProgressLine(out)::show);
        out.println();
        out.print(new Outcome(instance.client(), folders).print(group.id()));
        out.println();
        out.printf("Page      %s (open it in a browser)%n", page);
        out.printf("Canvas    %s%n", instance.client().canvas(group.id()));
        out.printf("Inbox     %s (drop your own files here)%n", folders.inbox());
        out.printf("Results   reports, models, alerts and failures beside it%n");
        instance.residentMemory()
                .ifPresent(bytes -> out.printf(
                        "NiFi      %d MB resident, process %d; ./mimir down stops it%n", bytes >> 20, instance.pid()));
    }

    /** Prints progress where it has changed. */
    private static final class ProgressLine {
        private final PrintStream out;
        private final AtomicReference<String> shown = new AtomicReference<>("");

        private ProgressLine(final PrintStream out) {
            this.out = out;
        }

        private void show(final Quickstart.Progress progress) {
            final String line = progress.waiting().isEmpty()
                    ? "  all files read; %d jobs before their first run, %d alerts on the way"
                            .formatted(progress.jobsToRun(), progress.unsent())
                    : "  %d trained, %d refused, %d waiting"
                            .formatted(
                                    progress.trained().size(),
                                    progress.failed().size(),
                                    progress.waiting().size());
            if (!line.equals(shown.getAndSet(line))) {
                out.println(line);
            }
        }
    }
}
