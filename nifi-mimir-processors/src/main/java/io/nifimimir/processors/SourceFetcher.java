/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.services.MimirStore;
import io.nifimimir.source.AllowedFolders;
import io.nifimimir.source.AutoTrainRequest;
import io.nifimimir.source.DataFormat;
import io.nifimimir.source.DataSource;
import io.nifimimir.source.DatasetName;
import io.nifimimir.source.DatasetRows;
import io.nifimimir.source.QueryFilter;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.SeriesRows;
import io.nifimimir.source.StoredDataset;
import io.nifimimir.source.TableRows;
import org.apache.nifi.dbcp.DBCPService;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a request names, and writes it as a table that the conversion reads. */
final class SourceFetcher {
    private static final String FILE_PATH = "data_source.data.file_path";

    private final MimirStore store;
    private final AllowedFolders folders;
    private final Map<String, DBCPService> databases;

    /** @param databases by the id that requests call them */
    SourceFetcher(final MimirStore store, final AllowedFolders folders, final Map<String, DBCPService> databases) {
        this.store = store;
        this.folders = folders;
        this.databases = databases;
    }

    /**
     * What was fetched.
     *
     * @param name of the file, or one made from the source's name
     * @param uri for the provenance
     * @param request with what became known of the columns
     */
    record Fetched(String name, DataFormat format, String uri, AutoTrainRequest request) {}

    /**
     * @throws RefusedRequestException where there is nothing of that name, or it may not be read
     * @throws SQLException where a database does not answer
     */
    Fetched fetch(final AutoTrainRequest request, final OutputStream output)
            throws IOException, SQLException, RefusedRequestException {
        return switch (request.source()) {
            case DataSource.Inline(final DataFormat format, final byte[] content) -> {
                output.write(content);
                yield new Fetched("request." + format.extension(), format, "mimir:request", request);
            }
            case final DataSource.InFile file -> fetch(file, request, output);
            case DataSource.Output(final DatasetName name) ->
                fetch(name, QueryFilter.ALL, "data_source.output_key", request, output);
            case final DataSource.Collection collection
            when databases.containsKey(collection.storageId()) ->
                fetch(collection, databases.get(collection.storageId()), request, output);
            case final DataSource.Collection collection ->
                fetch(
                        new DatasetName(DatasetName.Origin.STORAGE, collection.storageId(), collection.collection()),
                        collection.filter(),
                        "data_source.query.collection",
                        request,
                        output);
            case final DataSource.Series series -> {
                new SeriesRows(store.monitoring()).write(series, output);
                yield new Fetched(
                        series.ontologyId() + ".json", DataFormat.JSON, "mimir:series/" + series.ontologyId(), request);
            }
        };
    }

    private Fetched fetch(final DataSource.InFile file, final AutoTrainRequest request, final OutputStream output)
            throws IOException, RefusedRequestException {
        try (AllowedFolders.OpenedFile opened = folders.open(file.path(), FILE_PATH)) {
            opened.content().transferTo(output);
            return new Fetched(opened.name(), file.format(), "file:" + file.path(), request);
        }
    }

    private Fetched fetch(
            final DatasetName name,
            final QueryFilter filter,
            final String field,
            final AutoTrainRequest request,
            final OutputStream output)
            throws IOException, RefusedRequestException {
        final Optional<StoredDataset> found = store.datasets().find(name);
        if (found.isEmpty()) {
            final List<String> known = store.datasets().list().stream()
                    .map(StoredDataset::name)
                    .filter(kept -> kept.origin() == name.origin())
                    .map(DatasetName::toString)
                    .distinct()
                    .toList();
            throw RefusedRequestException.notFound(
                    field,
                    "There is no %s; there is %s"
                            .formatted(name, known.isEmpty() ? "none yet" : String.join("; ", known)));
        }
        try (InputStream content = store.datasets().read(found.get())) {
            final Map<String, String> types = DatasetRows.write(content, filter, output);
            return new Fetched(
                    name.name() + ".json",
                    DataFormat.JSON,
                    "mimir:dataset/%s/version/%d"
                            .formatted(name.name(), found.get().version()),
                    request.withColumnTypes(types));
        }
    }

    private static Fetched fetch(
            final DataSource.Collection collection,
            final DBCPService database,
            final AutoTrainRequest request,
            final OutputStream output)
            throws IOException, SQLException, RefusedRequestException {
        try (Connection connection = database.getConnection()) {
            new TableRows(connection).write(collection, output);
            return new Fetched(
                    collection.collection() + ".json",
                    DataFormat.JSON,
                    "mimir:storage/%s/%s".formatted(collection.storageId(), collection.collection()),
                    request);
        }
    }
}
