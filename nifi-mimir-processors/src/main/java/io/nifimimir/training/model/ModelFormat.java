/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.training.ModelArchive;
import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.TrainingJson;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A model as a file: a {@link ModelArchive} of {@code model.json} (a {@link ModelHeader}) and a file for each member of the ensemble
 * (what its learner wrote: UBJSON for XGBoost, JSON for linear models).
 */
public final class ModelFormat {
    public static final String FORMAT = "nifi-mimir-model";
    public static final int VERSION = 4;

    /** Models of it have no operating point; those of the next version have no pairs of features and no weights of classes. */
    private static final int OLDEST_VERSION = 2;

    private static final String HEADER_ENTRY = "model.json";

    private ModelFormat() {}

    /** @param contents what the learners wrote, in the order of the header's members */
    record ModelFile(ModelHeader header, List<byte[]> contents) {}

    /** @param contents what the learners wrote, in the order of the header's members */
    public static byte[] write(final ModelHeader header, final List<byte[]> contents) {
        final Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(HEADER_ENTRY, TrainingJson.write(header));
        for (int index = 0; index < contents.size(); index++) {
            entries.put(header.members().get(index).file(), contents.get(index));
        }

        return ModelArchive.write(entries);
    }

    static ModelFile read(final byte[] model) throws ModelFormatException {
        final Map<String, byte[]> entries = ModelArchive.read(model);
        final byte[] headerJson = entries.get(HEADER_ENTRY);
        if (headerJson == null) {
            throw new ModelFormatException("Not a model of nifi-mimir: an archive with %s was expected, found %s"
                    .formatted(HEADER_ENTRY, entries.keySet()));
        }

        checkVersion(headerJson);
        final ModelHeader header = parse(headerJson, ModelHeader.class);
        final List<byte[]> contents = new ArrayList<>();
        for (final ModelHeader.Member member : header.members()) {
            final byte[] content = entries.get(member.file());
            if (content == null) {
                throw new ModelFormatException("The model is damaged: its file %s is missing".formatted(member.file()));
            }

            final String checksum = Sha256.hex(content);
            if (!checksum.equals(member.sha256())) {
                throw new ModelFormatException("The model is damaged: %s has the checksum %s, %s was expected"
                        .formatted(member.file(), checksum, member.sha256()));
            }

            contents.add(content);
        }

        return new ModelFile(header, contents);
    }

    /** Read on its own and first, since a header of another version need not have the same fields. */
    private static void checkVersion(final byte[] headerJson) throws ModelFormatException {
        final Version version = parse(headerJson, Version.class);
        if (!FORMAT.equals(version.format())
                || version.formatVersion() < OLDEST_VERSION
                || version.formatVersion() > VERSION) {
            throw new ModelFormatException("A model of format %s, version %d cannot be read here: %s, version %d can"
                    .formatted(version.format(), version.formatVersion(), FORMAT, VERSION));
        }
    }

    private record Version(String format, int formatVersion) {}

    private static <T> T parse(final byte[] json, final Class<T> type) throws ModelFormatException {
        try {
            return TrainingJson.read(json, type);
        } catch (final IOException exception) {
            throw new ModelFormatException(
                    "The model is damaged: its %s cannot be read".formatted(HEADER_ENTRY), exception);
        }
    }

    /** Versions of the libraries that take part in training. */
    public static Map<String, String> libraries() {
        final Properties properties = new Properties();
        try (InputStream resource = ModelFormat.class.getResourceAsStream("/xgboost4j-version.properties")) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (final IOException exception) {
            throw new UncheckedIOException("Cannot read the version of XGBoost", exception);
        }

        return Map.of("xgboost", properties.getProperty("version", "unknown"));
    }
}
