/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.table.Cells;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TextColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How the rows of a table become features: fitted on training rows only, kept with the model, replayed at prediction. */
public record FeaturePlan(
        @JsonProperty("encodings") List<ColumnEncoding> encodings,
        @JsonProperty("pairs") List<FeaturePair> pairs) {

    /** @param pairs made of what the encodings give, and standing behind it; null in models of older versions, which have none */
    public FeaturePlan {
        encodings = List.copyOf(encodings);
        pairs = pairs == null ? List.of() : List.copyOf(pairs);
    }

    List<String> featureNames() {
        return Stream.concat(
                        encodings.stream().flatMap(encoding -> encoding.features().stream()),
                        pairs.stream().map(FeaturePair::name))
                .toList();
    }

    private List<Boolean> categorical() {
        return Stream.concat(
                        encodings.stream()
                                .flatMap(encoding ->
                                        encoding.features().stream().map(feature -> encoding.isCategorical())),
                        pairs.stream().map(pair -> false))
                .toList();
    }

    /** What can be divided by, or subtracted from, each other: numbers, and the days of dates. */
    public Map<String, DataType> pairable() {
        final Map<String, DataType> features = new LinkedHashMap<>();
        for (final ColumnEncoding encoding : encodings) {
            if (encoding.columnType() == DataType.NUMERIC || encoding.columnType() == DataType.DATETIME) {
                features.put(encoding.features().getFirst(), encoding.columnType());
            }
        }

        return features;
    }

    /** Makes the pairs of the features that stand before them in each row. */
    public void fillPairs(final float[] values) {
        if (pairs.isEmpty()) {
            return;
        }

        final List<String> names = featureNames();
        final int width = names.size();
        for (int index = 0; index < pairs.size(); index++) {
            final FeaturePair pair = pairs.get(index);
            final int first = names.indexOf(pair.first());
            final int second = names.indexOf(pair.second());
            final int position = width - pairs.size() + index;
            for (int row = 0; row < values.length; row += width) {
                values[row + position] = pair.of(values[row + first], values[row + second]);
            }
        }
    }

    private FeatureMatrix matrix(final float[] values, final int rows, final List<String> names) {
        fillPairs(values);
        return new FeatureMatrix(values, rows, names, categorical());
    }

    /** The columns that a row must have, with the types that they had in training. */
    public Map<String, DataType> requiredColumns() {
        final Map<String, DataType> columns = new LinkedHashMap<>();
        encodings.forEach(encoding -> columns.put(encoding.column(), encoding.columnType()));
        return columns;
    }

    /** What keeps a table of these columns from being predicted, each in a sentence; empty where nothing does. */
    public List<String> schemaProblems(final List<Column> columns) {
        final List<String> problems = new ArrayList<>();
        requiredColumns()
                .forEach((name, type) -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .ifPresentOrElse(
                                column -> {
                                    if (column.dataType() != type) {
                                        problems.add("column %s is %s, the model was trained on %s"
                                                .formatted(
                                                        name, column.dataType().wireName(), type.wireName()));
                                    }
                                },
                                () -> problems.add("column %s (%s) is missing".formatted(name, type.wireName()))));
        return problems;
    }

    public FeatureMatrix encode(final TrainingTable table, final int[] rows) {
        final List<String> names = featureNames();
        final float[] values = new float[Math.multiplyExact(rows.length, names.size())];
        int offset = 0;
        for (final ColumnEncoding encoding : encodings) {
            final TableColumn column = table.findColumn(encoding.column())
                    .orElseThrow(() -> new SchemaMismatchException(
                            schemaProblems(table.header().columns())));
            for (int index = 0; index < rows.length; index++) {
                encodeCell(encoding, column, rows[index], values, index * names.size() + offset);
            }

            offset += encoding.features().size();
        }

        return matrix(values, rows.length, names);
    }

    private static void encodeCell(
            final ColumnEncoding encoding,
            final TableColumn column,
            final int row,
            final float[] values,
            final int position) {
        switch (encoding) {
            case ColumnEncoding.OfNumber ofNumber
            when column instanceof NumberColumn numbers -> ofNumber.encode(numbers.value(row), values, position);
            case ColumnEncoding.OfText ofText
            when column instanceof TextColumn texts -> ofText.encode(texts.value(row), values, position);
            default ->
                throw new SchemaMismatchException(List.of("column %s is %s, the model was trained on %s"
                        .formatted(
                                column.name(),
                                column.type().wireName(),
                                encoding.columnType().wireName())));
        }
    }

    /** Rows by column name, with cells of the types that {@link DataType} names; a key that is absent is an absent column. */
    public FeatureMatrix encode(final List<Map<String, Object>> rows) {
        final List<String> names = featureNames();
        final float[] values = new float[Math.multiplyExact(rows.size(), names.size())];
        int position = 0;
        for (final Map<String, Object> row : rows) {
            for (final ColumnEncoding encoding : encodings) {
                encodeCell(encoding, row, values, position);
                position += encoding.features().size();
            }

            position += pairs.size();
        }

        return matrix(values, rows.size(), names);
    }

    /** Rows as arrays, in the order of {@code columns}; cells of the types that {@link DataType} names. */
    public FeatureMatrix encode(final List<String> columns, final List<Object[]> rows) {
        final List<String> names = featureNames();
        final float[] values = new float[Math.multiplyExact(rows.size(), names.size())];
        int offset = 0;
        for (final ColumnEncoding encoding : encodings) {
            final int index = columns.indexOf(encoding.column());
            if (index < 0) {
                throw missing(encoding);
            }

            int position = offset;
            for (final Object[] row : rows) {
                encodeCell(encoding, row[index], values, position);
                position += names.size();
            }

            offset += encoding.features().size();
        }

        return matrix(values, rows.size(), names);
    }

    private static SchemaMismatchException missing(final ColumnEncoding encoding) {
        return new SchemaMismatchException(List.of("column %s (%s) is missing"
                .formatted(encoding.column(), encoding.columnType().wireName())));
    }

    private static void encodeCell(
            final ColumnEncoding encoding, final Map<String, Object> row, final float[] values, final int position) {
        final Object cell = row.get(encoding.column());
        if (cell == null && !row.containsKey(encoding.column())) {
            throw missing(encoding);
        }

        encodeCell(encoding, cell, values, position);
    }

    private static void encodeCell(
            final ColumnEncoding encoding, final Object cell, final float[] values, final int position) {
        try {
            switch (encoding) {
                case ColumnEncoding.OfNumber ofNumber ->
                    ofNumber.encode(Cells.number(encoding.columnType(), cell), values, position);
                case ColumnEncoding.OfText ofText -> ofText.encode(Cells.text(cell), values, position);
            }
        } catch (final IllegalArgumentException exception) {
            final SchemaMismatchException mismatch =
                    new SchemaMismatchException(List.of("column " + encoding.column() + ": " + exception.getMessage()));
            mismatch.initCause(exception);
            throw mismatch;
        }
    }
}
