/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the options of a request into those of the conversion and of the training. */
final class RequestOptions {
    static final String SHEET_NAME = "sheet_name";
    static final String HAS_HEADERS = "has_headers";
    static final String DELIMITER = "delimiter";

    private static final Set<String> FIELDS = Set.of(
            "force_timeseries",
            "date_column",
            "metric_columns",
            "entity_columns",
            "selected_columns",
            "column_mapping",
            "type_hints",
            "row_filter",
            "limit",
            "target_column",
            "enable_monitoring",
            "enable_regression",
            "enable_classification",
            "min_confidence",
            "max_models");

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, String> options = new LinkedHashMap<>();

    private RequestOptions() {}

    /** Those beside the data source go before those within it. */
    static Map<String, String> parse(final RequestObject source, final RequestObject options)
            throws RefusedRequestException {
        final RequestOptions read = new RequestOptions();
        if (source.value("data").filter(data -> data.isObject()).isPresent()) {
            read.addOfData(source.objectOrEmpty("data"));
        }
        read.add(source.objectOrEmpty(AutoTrainRequest.OPTIONS));
        read.add(options);
        return read.options;
    }

    private void addOfData(final RequestObject data) throws RefusedRequestException {
        final Optional<String> sheet = data.text(SHEET_NAME);
        if (sheet.filter("*"::equals).isPresent()) {
            throw RefusedRequestException.unprocessable(
                    data.name(SHEET_NAME), "A request trains on one table, expected the name of one sheet");
        }
        sheet.ifPresent(name -> options.put("sheet.name", name));
        data.flag(HAS_HEADERS).ifPresent(present -> options.put("csv.header", present ? "present" : "absent"));
        data.text(DELIMITER).ifPresent(delimiter -> options.put("csv.delimiter", delimiter));
    }

    private void add(final RequestObject object) throws RefusedRequestException {
        object.requireOnly(FIELDS);
        object.flag("force_timeseries").ifPresent(force -> options.put("time.series", force ? "require" : "detect"));
        object.text("date_column").ifPresent(column -> options.put("date.column", column));
        put("metric.columns", object.texts("metric_columns"));
        put("entity.columns", object.texts("entity_columns"));
        put("selected.columns", object.texts("selected_columns"));
        put("column.mapping", object.textsByName("column_mapping"));
        put("type.hints", object.textsByName("type_hints"));
        object.text("row_filter").ifPresent(filter -> options.put("row.filter", filter));
        object.wholeNumber("limit", 1, Long.MAX_VALUE).ifPresent(limit -> options.put("row.limit", limit.toString()));
        object.text("target_column").ifPresent(column -> options.put("target.columns", column));
        object.flag("enable_monitoring").ifPresent(enable -> options.put("set.up.monitoring", enable.toString()));
        addModelTypes(object);
        final Optional<BigDecimal> confidence = object.number("min_confidence");
        if (confidence.isPresent()
                && (confidence.get().signum() < 0 || confidence.get().compareTo(BigDecimal.ONE) > 0)) {
            throw RefusedRequestException.unprocessable(
                    object.name("min_confidence"), "Expected a number from 0 to 1, found " + confidence.get());
        }
        confidence.ifPresent(share -> options.put("minimum.confidence", share.toPlainString()));
        object.wholeNumber("max_models", 1, 1_000).ifPresent(most -> options.put("maximum.models", most.toString()));
    }

    private void addModelTypes(final RequestObject object) throws RefusedRequestException {
        final boolean regression = object.flag("enable_regression").orElse(true);
        final boolean classification = object.flag("enable_classification").orElse(true);
        if (!regression && !classification) {
            throw RefusedRequestException.unprocessable(
                    object.name("enable_regression"),
                    "Nothing is left to train: expected enable_regression or enable_classification to be true");
        }
        if (regression != classification) {
            options.put("model.types", regression ? "regression" : "classification");
        }
    }

    /** Hints go by the new names of columns, and only to those that are selected. */
    static void addTypes(final Map<String, String> options, final Map<String, String> types) {
        final Map<String, String> renames = read(options, "column.mapping", new TypeReference<>() {}, Map.of());
        final List<String> selected =
                read(options, "selected.columns", new TypeReference<>() {}, List.copyOf(types.keySet()));
        final Map<String, String> hints = new LinkedHashMap<>();
        types.forEach((column, type) -> {
            if (selected.contains(column)) {
                hints.put(renames.getOrDefault(column, column), type);
            }
        });
        final Map<String, String> asked = read(options, "type.hints", new TypeReference<>() {}, Map.of());
        hints.putAll(asked);
        options.put("type.hints", write(hints));
    }

    private static <T> T read(
            final Map<String, String> options, final String name, final TypeReference<T> type, final T missing) {
        try {
            return options.containsKey(name) ? MAPPER.readValue(options.get(name), type) : missing;
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(final Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(final String name, final Optional<?> value) {
        value.ifPresent(present -> options.put(name, write(present)));
    }
}
