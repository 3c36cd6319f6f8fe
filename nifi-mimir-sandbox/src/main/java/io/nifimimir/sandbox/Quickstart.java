/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.ParameterContext;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.ProcessGroups;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The quickstart flow in a NiFi: imports it, feeds it, and tells how far it has come. */
public final class Quickstart {
    public static final String GROUP_NAME = "Mimir quickstart";
    private static final String PARAMETER_CONTEXT = "mimir-quickstart";
    private static final String REPORT_SUFFIX = "-training-report.json";

    private final NiFiClient client;
    private final Path template;
    private final Folders folders;

    public Quickstart(final NiFiClient client, final Path template, final Folders folders) {
        this.client = client;
        this.template = template;
        this.folders = folders;
    }

    /** Imports the flow where it is not on the canvas yet, points it to the folders, and starts it. */
    public ProcessGroup start() {
        folders.create();
        final ProcessGroups groups = client.processGroups();
        final String root = groups.rootId();
        final Optional<ProcessGroup> present = groups.children(root).stream()
                .filter(group -> group.name().equals(GROUP_NAME))
                .findFirst();
        final ProcessGroup group =
                present.orElseGet(() -> groups.upload(root, GROUP_NAME, new Position(0, 0), template));
        if (present.isEmpty()) {
            final ParameterContext context = client.parameterContexts()
                    .named(PARAMETER_CONTEXT)
                    .orElseThrow(() -> new IllegalStateException(
                            "The template brought no parameter context " + PARAMETER_CONTEXT));
            client.parameterContexts().set(context.id(), folders.parameters());
        }
        client.controllerServices().enableAll(group.id());
        groups.start(group.id());
        return groups.get(group.id());
    }

    /** Drops files into the inbox, each whole or not at all, and leaves out those that were dropped before. Returns the names. */
    public Set<String> feed(final List<Path> files) {
        final Set<String> before = new TreeSet<>(Folders.names(folders.originals()));
        before.addAll(Folders.names(folders.inbox()));
        final Set<String> fed = new TreeSet<>();
        for (final Path file : files) {
            final String name = file.getFileName().toString();
            if (!before.contains(name)) {
                drop(file, name);
                fed.add(name);
            }
        }
        return fed;
    }

    private void drop(final Path file, final String name) {
        // The flow does not look at hidden files, so it cannot see half of one
        final Path draft = folders.inbox().resolve("." + name);
        try {
            Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, folders.inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw new UncheckedIOException("Dropping " + file + " into the inbox", e);
        }
    }

    /** Files of a folder and of the folders right in it, less those that explain the folder. */
    public static List<Path> samples(final Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> !file.getFileName().toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("Listing " + folder, e);
        }
    }

    /** The name under which the training report of a file comes out. */
    public static String reportName(final String fileName) {
        return fileName.substring(0, fileName.lastIndexOf('.')) + REPORT_SUFFIX;
    }

    /**
     * How far the flow has come with some files.
     *
     * @param waiting files without a report and without a failure
     * @param jobsToRun monitoring jobs that have not finished a run
     * @param unsent alerts that NiFi has not taken over
     */
    public record Progress(Set<String> trained, Set<String> failed, Set<String> waiting, int jobsToRun, int unsent) {
        public boolean isComplete() {
            return waiting.isEmpty() && jobsToRun == 0 && unsent == 0;
        }

        @Override
        public String toString() {
            return "%d trained, %d refused, waiting for %s, %d jobs before their first run, %d alerts on the way"
                    .formatted(trained.size(), failed.size(), waiting, jobsToRun, unsent);
        }
    }

    public Progress progress(final Set<String> names) {
        final Set<String> reports = Folders.names(folders.reports());
        final Set<String> failures = Folders.names(folders.failures());
        final Set<String> trained = new TreeSet<>();
        final Set<String> failed = new TreeSet<>();
        final Set<String> waiting = new TreeSet<>();
        for (final String name : names) {
            if (reports.contains(reportName(name))) {
                trained.add(name);
            } else if (failures.contains(name) && failures.contains(name + ".reason.txt")) {
                failed.add(name);
            } else {
                waiting.add(name);
            }
        }
        if (trained.isEmpty()) {
            return new Progress(trained, failed, waiting, 0, 0);
        }
        try (StoreView store = StoreView.open(folders.store())) {
            return new Progress(trained, failed, waiting, store.jobsWithoutRun(), store.unsentAlerts());
        }
    }

    /** Waits until the files are worked through, the monitoring jobs have run once, and the alerts are out. */
    public Progress awaitWorkedThrough(
            final Set<String> names, final Duration deadline, final Consumer<Progress> listener) {
        return Await.until(
                "the flow to work through " + names,
                deadline,
                () -> {
                    final Progress progress = progress(names);
                    listener.accept(progress);
                    return progress;
                },
                Progress::isComplete);
    }
}
