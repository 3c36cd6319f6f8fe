/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folders that requests may name files in. A path is followed to the file that it really leads to, links included; where that lies outside
 * of the folder, it is refused. The file is then opened step by step from the folder on, and no step follows a link, so that nobody can put one
 * in place between the look and the opening.
 */
public final class AllowedFolders {
    private final Map<String, Path> foldersByName;

    private AllowedFolders(final Map<String, Path> foldersByName) {
        this.foldersByName = foldersByName;
    }

    /**
     * Reads a list of folders, separated by commas, each as {@code folder} or {@code name=folder}, where the name is what requests call it.
     *
     * @throws IllegalArgumentException where an entry is not one of these; the message says what was expected
     */
    public static AllowedFolders parse(final String list) {
        final Map<String, Path> folders = new LinkedHashMap<>();
        for (final String entry : list.split(",")) {
            final String folder = entry.strip();
            if (folder.isEmpty()) {
                continue;
            }
            final int separator = folder.indexOf('=');
            final String name =
                    separator < 0 ? folder : folder.substring(0, separator).strip();
            final String path = folder.substring(separator + 1).strip();
            final String normalized = String.join("/", segments(name));
            if (normalized.isEmpty() || path.isEmpty() || folders.put(normalized, Path.of(path)) != null) {
                throw new IllegalArgumentException(
                        "[%s]: expected a folder, or a name that comes once, = and a folder".formatted(folder));
            }
        }
        return new AllowedFolders(folders);
    }

    /** The names by which requests call the folders. */
    public List<String> names() {
        return foldersByName.keySet().stream().map(name -> "/" + name).toList();
    }

    /** An open file; closing it closes the stream. */
    public record OpenedFile(String name, InputStream content) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /**
     * Opens a file for reading.
     *
     * @param path as a request writes it
     * @param field of the request, for its refusal
     * @throws RefusedRequestException where the path leaves the folders, or there is no such file
     */
    public OpenedFile open(final String path, final String field) throws IOException, RefusedRequestException {
        final List<String> segments = segments(path);
        if (segments.contains("..")) {
            throw leaves(path, field);
        }
        for (final Map.Entry<String, Path> folder : foldersByName.entrySet()) {
            final List<String> name = List.of(folder.getKey().split("/"));
            if (segments.size() > name.size()
                    && segments.subList(0, name.size()).equals(name)) {
                final String relative = String.join("/", segments.subList(name.size(), segments.size()));
                return open(folder.getValue(), relative, path, field);
            }
        }
        throw leaves(path, field);
    }

    private OpenedFile open(final Path folder, final String relative, final String path, final String field)
            throws IOException, RefusedRequestException {
        try {
            final Path root = folder.toRealPath();
            final Path file = root.resolve(relative).toRealPath();
            if (!file.startsWith(root) || file.equals(root)) {
                throw leaves(path, field);
            }
            return new OpenedFile(file.getFileName().toString(), openBelow(root, root.relativize(file)));
        } catch (final NoSuchFileException | InvalidPathException e) {
            throw new RefusedRequestException(
                    RefusedRequestException.NOT_FOUND, field, "There is no file [%s]".formatted(path), e);
        } catch (final AccessDeniedException e) {
            throw new RefusedRequestException(
                    RefusedRequestException.FORBIDDEN, field, "File [%s] may not be read".formatted(path), e);
        } catch (final NotARegularFileException e) {
            throw RefusedRequestException.unprocessable(
                    field, "[%s] is no file but a folder or a device".formatted(path), e);
        }
    }

    private static InputStream openBelow(final Path root, final Path relative) throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            // Windows has none; its links need a privilege that users do not have
            return top instanceof final SecureDirectoryStream<Path> secure
                    ? openStepwise(secure, relative)
                    : openAtOnce(root.resolve(relative));
        }
    }

    private static InputStream openStepwise(final SecureDirectoryStream<Path> folder, final Path relative)
            throws IOException {
        final Path first = relative.getName(0);
        if (relative.getNameCount() > 1) {
            try (SecureDirectoryStream<Path> next = folder.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
                return openStepwise(next, relative.subpath(1, relative.getNameCount()));
            }
        }
        final BasicFileAttributeView view =
                folder.getFileAttributeView(first, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.readAttributes().isRegularFile()) {
            throw new NotARegularFileException();
        }
        final SeekableByteChannel channel =
                folder.newByteChannel(first, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        return Channels.newInputStream(channel);
    }

    private static InputStream openAtOnce(final Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotARegularFileException();
        }
        return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private RefusedRequestException leaves(final String path, final String field) {
        final String allowed = names().isEmpty() ? "none" : names().stream().collect(Collectors.joining(", "));
        return new RefusedRequestException(
                RefusedRequestException.FORBIDDEN,
                field,
                "[%s] is not below a folder that may be read: %s".formatted(path, allowed));
    }

    private static List<String> segments(final String path) {
        final List<String> segments = new ArrayList<>(Arrays.asList(path.split("[/\\\\]")));
        segments.removeIf(segment -> segment.isEmpty() || segment.equals("."));
        return segments;
    }

    /** Of no use to anyone outside. */
    private static final class NotARegularFileException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;
    }
}
