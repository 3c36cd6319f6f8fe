/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.training.table.RowFilter;

import java.util.Objects;

/**
 * A model that was trained, on its way into the registry.
 *
 * @param artifact {@linkplain ModelArtifact#active active} where it beats the naive baseline
 * @param learntRows the rows that it has learnt from, as {@link RowFilter} keeps them
 * @param unseen what was predicted of training rows that were not seen; null where that is not known
 * @param trial how it compares with the champion; null where there was none
 */
@SuppressWarnings("ArrayRecordComponent")
public record ModelCandidate(
        ModelArtifact artifact,
        ModelProvenance provenance,
        byte[] learntRows,
        UnseenPredictions unseen,
        ChampionTrial trial) {

    public ModelCandidate {
        Objects.requireNonNull(artifact, "Model required");
        Objects.requireNonNull(provenance, "Provenance required");
        Objects.requireNonNull(learntRows, "Rows that were learnt from required");
    }

    /** A model of which it is not known what it says of rows that it has not seen. */
    public ModelCandidate(
            final ModelArtifact artifact,
            final ModelProvenance provenance,
            final byte[] learntRows,
            final ChampionTrial trial) {
        this(artifact, provenance, learntRows, null, trial);
    }
}
