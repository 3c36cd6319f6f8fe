/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the field {@code data_source} of a request. */
final class DataSources {
    private static final String TYPE = "type";
    private static final String FORMAT = "format";
    private static final String DATA = "data";
    private static final String FILE_PATH = "file_path";
    private static final String CONTENT = "content";
    private static final String ENCODING = "encoding";
    private static final String ROWS = "rows";
    private static final String BASE64 = "base64";

    private static final Set<String> SOURCE_FIELDS = Set.of(
            TYPE,
            FORMAT,
            DATA,
            "pipeline_id",
            "ingestion_id",
            "output_key",
            "storage_id",
            "query",
            "stream_id",
            "ontology_id",
            "metrics",
            AutoTrainRequest.OPTIONS);

    private static final Set<String> DATA_FIELDS = Set.of(
            FILE_PATH,
            CONTENT,
            ENCODING,
            ROWS,
            RequestOptions.SHEET_NAME,
            RequestOptions.HAS_HEADERS,
            RequestOptions.DELIMITER);

    private static final String TYPES = "direct, csv, excel, json, pipeline, ingestion, storage, stream";

    private DataSources() {}

    static DataSource parse(final RequestObject source) throws RefusedRequestException {
        final String type = source.requireText(TYPE, "one of " + TYPES);
        source.requireOnly(SOURCE_FIELDS);
        return switch (type) {
            case "direct" -> data(source, format(source));
            case "csv", "excel", "json" ->
                data(source, agreeing(source, DataFormat.find(type).orElseThrow()));
            case "pipeline" -> output(source, "pipeline_id");
            case "ingestion" ->
                output(source, source.value("ingestion_id").isPresent() ? "ingestion_id" : "pipeline_id");
            case "storage" -> collection(source);
            case "stream" -> series(source);
            default ->
                throw RefusedRequestException.unprocessable(
                        source.name(TYPE), "Unknown type [%s], accepted are %s".formatted(type, TYPES));
        };
    }

    private static DataFormat format(final RequestObject source) throws RefusedRequestException {
        final String named = source.requireText(FORMAT, "one of " + DataFormat.accepted());
        return DataFormat.find(named)
                .orElseThrow(() -> RefusedRequestException.unprocessable(
                        source.name(FORMAT),
                        "Unknown format [%s], accepted are %s".formatted(named, DataFormat.accepted())));
    }

    private static DataFormat agreeing(final RequestObject source, final DataFormat type)
            throws RefusedRequestException {
        if (source.value(FORMAT).isPresent() && format(source) != type) {
            throw RefusedRequestException.unprocessable(
                    source.name(FORMAT),
                    "Type %s does not go with another format; leave the format out".formatted(type.wireName()));
        }
        return type;
    }

    private static DataSource data(final RequestObject source, final DataFormat format) throws RefusedRequestException {
        final JsonNode data = source.value(DATA)
                .orElseThrow(() -> RefusedRequestException.unprocessable(
                        source.name(DATA), "Missing, expected the data or an object with file_path"));
        if (!data.isObject()) {
            return new DataSource.Inline(format, content(source, DATA, format, data, false));
        }
        final RequestObject described = source.objectOrEmpty(DATA);
        described.requireOnly(DATA_FIELDS);
        final Optional<String> path = described.text(FILE_PATH);
        if (path.isPresent()) {
            return new DataSource.InFile(format, path.get());
        }
        final String field = described.value(CONTENT).isPresent() ? CONTENT : ROWS;
        final JsonNode value = described
                .value(field)
                .orElseThrow(() -> RefusedRequestException.unprocessable(
                        described.name(FILE_PATH), "Missing, expected file_path, content or rows"));
        return new DataSource.Inline(format, content(described, field, format, value, isBase64(described)));
    }

    private static boolean isBase64(final RequestObject data) throws RefusedRequestException {
        final String encoding = data.text(ENCODING).orElse("text");
        if (!Set.of("text", BASE64).contains(encoding)) {
            throw RefusedRequestException.unprocessable(
                    data.name(ENCODING), "Unknown encoding [%s], accepted are text and base64".formatted(encoding));
        }
        return encoding.equals(BASE64);
    }

    private static byte[] content(
            final RequestObject object,
            final String field,
            final DataFormat format,
            final JsonNode value,
            final boolean base64)
            throws RefusedRequestException {
        if (format == DataFormat.JSON && value.isArray()) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (!value.isTextual()) {
            throw object.wrongType(
                    field,
                    switch (format) {
                        case CSV -> "the text of the table";
                        case EXCEL -> "the workbook in Base64";
                        case JSON -> "an array of rows, or its text";
                    },
                    value);
        }
        final String text = value.textValue();
        // A table of one line has no rows, so a text without a line break can be Base64 only
        final boolean encoded = base64 || format == DataFormat.EXCEL || format == DataFormat.CSV && isOneLine(text);
        if (!encoded) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (final IllegalArgumentException e) {
            throw RefusedRequestException.unprocessable(object.name(field), "Expected Base64: " + e.getMessage(), e);
        }
    }

    private static boolean isOneLine(final String text) {
        return text.strip().matches("[A-Za-z0-9+/]+={0,2}");
    }

    private static DataSource output(final RequestObject source, final String idField) throws RefusedRequestException {
        return new DataSource.Output(new DatasetName(
                DatasetName.Origin.PIPELINE,
                source.requireText(idField, "the id of a pipeline"),
                source.requireText("output_key", "the name of one of its outputs")));
    }

    private static DataSource collection(final RequestObject source) throws RefusedRequestException {
        final String storage = source.requireText("storage_id", "the id of a storage");
        final RequestObject query = source.objectOrEmpty("query");
        query.requireOnly(Set.of("collection", "filter"));
        return new DataSource.Collection(
                storage,
                query.requireText("collection", "the name of a collection"),
                QueryFilter.parse(query.objectOrEmpty("filter")));
    }

    private static DataSource series(final RequestObject source) throws RefusedRequestException {
        final String field = source.value("ontology_id").isPresent() ? "ontology_id" : "stream_id";
        return new DataSource.Series(
                source.requireText(field, "the ontology whose points were observed"),
                source.texts("metrics").orElse(List.of()));
    }
}
