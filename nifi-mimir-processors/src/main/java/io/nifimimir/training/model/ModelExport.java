/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.nifimimir.dataset.Sha256;
import io.nifimimir.training.ModelArchive;
import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingJson;
import io.nifimimir.training.forecast.ForecastFormat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A registered model as a file that another store can register: a {@link ModelArchive} of {@code export.json}, of {@code model.zip}, the
 * artifact as it is, and of {@code learnt_rows.bin}, by which a later training knows which rows it may be tried on.
 */
public final class ModelExport {
    public static final String FORMAT = "nifi-mimir-export";
    public static final int VERSION = 1;

    private static final String HEADER_ENTRY = "export.json";
    private static final String MODEL_ENTRY = "model.zip";
    private static final String ROWS_ENTRY = "learnt_rows.bin";

    private ModelExport() {}

    /**
     * What the registry knows of the model.
     *
     * @param beatsBaseline a model that does not is never applied
     * @param provenance as JSON
     */
    private record Header(
            String format,
            int formatVersion,
            String modelId,
            String ontologyId,
            String target,
            int version,
            ModelTask task,
            String learner,
            boolean beatsBaseline,
            Map<String, Double> metrics,
            String dataFingerprint,
            String createdAt,
            String provenance,
            String modelSha256,
            String learntRowsSha256) {}

    /** @param beatsBaseline whether the model may be applied */
    public static byte[] write(final ModelCandidate candidate, final boolean beatsBaseline) {
        final ModelArtifact model = candidate.artifact();
        final Header header = new Header(
                FORMAT,
                VERSION,
                model.id(),
                model.ontologyId(),
                model.target(),
                model.version(),
                model.task(),
                model.learner(),
                beatsBaseline,
                model.metrics(),
                model.dataFingerprint(),
                model.createdAt().toString(),
                candidate.provenance().toJson(),
                model.sha256(),
                Sha256.hex(candidate.learntRows()));
        final Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(HEADER_ENTRY, TrainingJson.write(header));
        entries.put(MODEL_ENTRY, model.content());
        entries.put(ROWS_ENTRY, candidate.learntRows());
        return ModelArchive.write(entries);
    }

    /**
     * Reads a model that was exported, or the artifact alone, as AutoTrain hands it out.
     *
     * @param now when the artifact alone counts as made
     * @return not compared with any champion
     * @throws ModelFormatException where the bytes are neither, of an unknown version, or damaged
     */
    public static ModelCandidate read(final byte[] content, final Instant now) throws ModelFormatException {
        final Map<String, byte[]> entries = ModelArchive.read(content);
        final byte[] header = entries.get(HEADER_ENTRY);
        if (header == null) {
            return ofArtifact(content, now);
        }

        final ModelCandidate candidate = ofExport(parse(header), entries);
        if (candidate.artifact().task() == ModelTask.FORECASTING) {
            checkForecast(candidate.artifact().content());
        } else {
            final String id =
                    ModelFormat.read(candidate.artifact().content()).header().modelId();
            if (!id.equals(candidate.artifact().id())) {
                throw new ModelFormatException("The export is damaged: it names the model %s and holds %s"
                        .formatted(candidate.artifact().id(), id));
            }
        }

        return candidate;
    }

    private static Header parse(final byte[] json) throws ModelFormatException {
        try {
            final Header header = TrainingJson.read(json, Header.class);
            if (!FORMAT.equals(header.format()) || header.formatVersion() != VERSION) {
                throw new ModelFormatException(
                        "An export of format %s, version %d cannot be read here: %s, version %d can"
                                .formatted(header.format(), header.formatVersion(), FORMAT, VERSION));
            }

            return header;
        } catch (final JsonProcessingException exception) {
            throw new ModelFormatException(
                    "The export is damaged: its %s cannot be read".formatted(HEADER_ENTRY), exception);
        } catch (final ModelFormatException exception) {
            throw exception;
        } catch (final IOException exception) {
            throw new ModelFormatException("The export cannot be read: " + exception.getMessage(), exception);
        }
    }

    private static ModelCandidate ofExport(final Header header, final Map<String, byte[]> entries)
            throws ModelFormatException {
        final byte[] content = checked(entries, MODEL_ENTRY, header.modelSha256());
        final byte[] learntRows = checked(entries, ROWS_ENTRY, header.learntRowsSha256());
        try {
            final ModelArtifact artifact = new ModelArtifact(
                    header.modelId(),
                    header.ontologyId(),
                    header.target(),
                    0,
                    header.task(),
                    header.learner(),
                    header.beatsBaseline(),
                    header.metrics(),
                    header.dataFingerprint(),
                    Instant.parse(header.createdAt()),
                    content,
                    header.modelSha256());
            return new ModelCandidate(artifact, ModelProvenance.ofJson(header.provenance()), learntRows, null);
        } catch (final IOException | RuntimeException exception) {
            throw new ModelFormatException(
                    "The export is damaged: its %s lacks what is needed".formatted(HEADER_ENTRY), exception);
        }
    }

    private static byte[] checked(final Map<String, byte[]> entries, final String name, final String expected)
            throws ModelFormatException {
        final byte[] content = entries.get(name);
        if (content == null) {
            throw new ModelFormatException("The export is damaged: its file %s is missing".formatted(name));
        }

        final String checksum = Sha256.hex(content);
        if (!checksum.equals(expected)) {
            throw new ModelFormatException("The export is damaged (integrity): %s has the checksum %s, %s was expected"
                    .formatted(name, checksum, expected));
        }

        return content;
    }

    /** Which rows it has learnt from is not known then. */
    private static ModelCandidate ofArtifact(final byte[] content, final Instant now) throws ModelFormatException {
        final ModelHeader header = ModelFormat.read(content).header();
        final ModelArtifact artifact = new ModelArtifact(
                header.modelId(),
                header.ontologyId(),
                header.target(),
                0,
                header.task(),
                header.learner(),
                true,
                header.metrics(),
                header.dataFingerprint(),
                now,
                content,
                Sha256.hex(content));
        return new ModelCandidate(artifact, ModelProvenance.of(header, Duration.ZERO, null), new byte[0], null);
    }

    private static void checkForecast(final byte[] content) throws ModelFormatException {
        try {
            ForecastFormat.read(content);
        } catch (final IOException exception) {
            throw new ModelFormatException(exception.getMessage(), exception);
        }
    }
}
