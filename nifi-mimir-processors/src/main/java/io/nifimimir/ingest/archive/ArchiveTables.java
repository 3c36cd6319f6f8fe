/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.DataAdapter.Confidence;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/** The tables in the files of an archive. One file is open at a time: a table is to be closed before one of another file is read. */
final class ArchiveTables implements SourceTables {
    /** Files that people put beside a table; they come last, so that the first table is the one that is meant. */
    private static final Pattern COMPANION =
            Pattern.compile("(?i)(.*[/\\\\])?(read.?me|licen[cs]e|copying|notice|changelog)([._-][^/]*)?");

    /** Files that an error names, so that it stays readable. */
    private static final int NAMED_FILES = 20;

    private final ZipArchive archive;
    private final PlainOpener plain;
    private final List<Table> tables;
    private final List<String> skipped;
    private ZipEntry openEntry;
    private SourceTables open;

    private ArchiveTables(
            final ZipArchive archive, final PlainOpener plain, final List<Table> tables, final List<String> skipped) {
        this.archive = archive;
        this.plain = plain;
        this.tables = tables;
        this.skipped = skipped;
    }

    /** @throws IngestException where there is no table in the archive, or another archive */
    static ArchiveTables find(final ZipArchive archive, final PlainOpener plain) throws IOException {
        final Map<ZipEntry, Confidence> files = new LinkedHashMap<>();
        Confidence surest = Confidence.NONE;
        for (final ZipEntry file : archive.files()) {
            final ContentSource content = archive.source(file);
            Unpacker.requirePlain(content, "[%s] in the ZIP archive".formatted(file.getName()));
            final Confidence confidence = content.prefix().length == 0 ? Confidence.NONE : plain.recognise(content);
            files.put(file, confidence);
            surest = confidence.compareTo(surest) > 0 ? confidence : surest;
        }
        if (surest == Confidence.NONE) {
            throw new IngestException("The ZIP archive holds no table that can be read: found %s"
                    .formatted(files.isEmpty() ? "no files" : named(files.keySet())));
        }
        // Any text might be a table; it is taken for one only where nothing else is there
        final Confidence least = surest == Confidence.POSSIBLE ? surest : Confidence.NAMED;
        final List<Table> tables = new ArrayList<>();
        final List<String> skipped = new ArrayList<>();
        for (final Map.Entry<ZipEntry, Confidence> file : files.entrySet()) {
            if (file.getValue().compareTo(least) < 0) {
                skipped.add(file.getKey().getName());
            } else {
                addTables(archive, plain, file.getKey(), tables);
            }
        }
        tables.sort(Comparator.comparing(Table::isCompanion));
        return new ArchiveTables(archive, plain, List.copyOf(tables), skipped);
    }

    private static String named(final Collection<ZipEntry> files) {
        final List<String> names =
                files.stream().limit(NAMED_FILES).map(ZipEntry::getName).toList();
        return files.size() > NAMED_FILES ? "%,d files, the first %s".formatted(files.size(), names) : names.toString();
    }

    private static void addTables(
            final ZipArchive archive, final PlainOpener plain, final ZipEntry file, final List<Table> tables)
            throws IOException {
        final OpenedTables opened = open(archive, plain, file);
        try (SourceTables within = opened.tables()) {
            final List<String> names = within.names();
            for (int index = 0; index < names.size(); index++) {
                final String name =
                        names.size() == 1 ? file.getName() : "%s/%s".formatted(file.getName(), names.get(index));
                tables.add(new Table(file, index, name, opened.sourceType(index)));
            }
        }
    }

    private static OpenedTables open(final ZipArchive archive, final PlainOpener plain, final ZipEntry file)
            throws IOException {
        try {
            return plain.open(archive.source(file));
        } catch (final IngestException e) {
            throw IngestException.within(file.getName(), e);
        }
    }

    @Override
    public List<String> names() {
        return tables.stream().map(Table::name).toList();
    }

    @Override
    public Optional<SourceType> sourceType(final int table) {
        return Optional.of(tables.get(table).sourceType());
    }

    @Override
    public TableReader read(final int table, final Rejections rejections) throws IOException {
        final Table wanted = tables.get(table);
        if (!wanted.file().equals(openEntry)) {
            closeFile();
            open = open(archive, plain, wanted.file()).tables();
            openEntry = wanted.file();
        }
        final Map<String, Object> packing = new LinkedHashMap<>();
        packing.put(Unpacker.COMPRESSION, "zip");
        packing.put("archive_file", wanted.file().getName());
        if (!skipped.isEmpty()) {
            packing.put("archive_files_without_table", skipped);
        }
        return RecordedReader.open(() -> open.read(wanted.index(), rejections), packing);
    }

    private void closeFile() throws IOException {
        if (open != null) {
            open.close();
            open = null;
            openEntry = null;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeFile();
        } finally {
            archive.close();
        }
    }

    /**
     * A table of a file.
     *
     * @param index among the file's tables
     */
    private record Table(ZipEntry file, int index, String name, SourceType sourceType) {
        boolean isCompanion() {
            return COMPANION.matcher(file.getName()).matches();
        }
    }
}
