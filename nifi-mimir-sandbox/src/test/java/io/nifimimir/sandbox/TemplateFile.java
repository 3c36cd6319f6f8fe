/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A flow definition of the folder {@code templates} as it stands in its file. */
record TemplateFile(Path path, JsonNode definition) {
    static final Path FOLDER = Path.of("..").resolve("templates");

    private static final int PROCESSOR_WIDTH = 352;
    private static final int PROCESSOR_HEIGHT = 130;
    private static final int GROUP_WIDTH = 384;
    private static final int GROUP_HEIGHT = 176;
    private static final int PORT_WIDTH = 240;
    private static final int PORT_HEIGHT = 50;

    /** Something that takes room on a canvas. */
    record Box(String name, double x, double y, double width, double height) {
        boolean overlaps(final Box other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    static List<TemplateFile> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(TemplateFile::read)
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("Listing " + FOLDER, e);
        }
    }

    private static TemplateFile read(final Path path) {
        try {
            return new TemplateFile(path, new ObjectMapper().readTree(path.toFile()));
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading " + path, e);
        }
    }

    /** The name of its file without the ending, which is that of its parameter context too. */
    String key() {
        return path.getFileName().toString().replace(".json", "");
    }

    List<JsonNode> parameters() {
        return list(definition.path("parameterContexts").path(key()).path("parameters"));
    }

    /** The group, and the groups in it. */
    List<JsonNode> groups() {
        final List<JsonNode> groups = new ArrayList<>();
        collect(definition.path("flowContents"), groups);
        return groups;
    }

    private static void collect(final JsonNode group, final List<JsonNode> groups) {
        groups.add(group);
        group.path("processGroups").forEach(child -> collect(child, groups));
    }

    /** Processors and services of all its groups. */
    List<JsonNode> components() {
        return groups().stream()
                .flatMap(group -> Stream.concat(
                        list(group.path("processors")).stream(), list(group.path("controllerServices")).stream()))
                .toList();
    }

    /** What takes room on the canvas of one of its groups. */
    static List<Box> boxes(final JsonNode group) {
        final List<Box> boxes = new ArrayList<>();
        group.path("processors").forEach(one -> boxes.add(box(one, "name", PROCESSOR_WIDTH, PROCESSOR_HEIGHT)));
        group.path("processGroups").forEach(one -> boxes.add(box(one, "name", GROUP_WIDTH, GROUP_HEIGHT)));
        group.path("inputPorts").forEach(one -> boxes.add(box(one, "name", PORT_WIDTH, PORT_HEIGHT)));
        group.path("outputPorts").forEach(one -> boxes.add(box(one, "name", PORT_WIDTH, PORT_HEIGHT)));
        group.path("labels")
                .forEach(one -> boxes.add(box(
                        one,
                        "label",
                        one.path("width").asDouble(),
                        one.path("height").asDouble())));
        return boxes;
    }

    private static Box box(final JsonNode one, final String name, final double width, final double height) {
        final JsonNode position = one.path("position");
        return new Box(
                one.path(name).asText(),
                position.path("x").asDouble(),
                position.path("y").asDouble(),
                width,
                height);
    }

    private static List<JsonNode> list(final JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Override
    public String toString() {
        return key();
    }
}
