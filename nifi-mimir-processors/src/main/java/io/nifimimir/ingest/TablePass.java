/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.ingest.typing.ColumnDecision;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One reading of a table by assumed readings of its columns: each row is typed, profiled and encoded as it comes. Should an assumption break, the pass goes on
 * to gather what is needed to settle the readings, and its profile and encoding are of no use.
 */
final class TablePass {
    private final TableTyping typing;
    private final IngestOptions options;
    private final List<ColumnForm> assumedForms;
    private TableProfile profile;

    /**
     * @param assumed readings of the columns that were known before, in their order; others are assumed by their first value
     * @param assumedForms their forms, where these are known
     */
    TablePass(
            final TableReader reader,
            final IngestOptions options,
            final Rejections rejections,
            final List<ColumnDecision> assumed,
            final List<ColumnForm> assumedForms) {
        typing = new TableTyping(
                reader,
                options,
                rejections,
                assumed,
                assumedForms.stream().map(ColumnForm::name).toList());
        this.options = options;
        this.assumedForms = assumedForms;
    }

    /** Reads the first rows, for what they say of the columns. */
    void sample(final RowBatch batch, final int most) throws IOException {
        while (typing.rows() < most && typing.fill(batch)) {
            typing.type(batch);
        }
    }

    /** Reads all rows: here they are typed, and behind the first ones another thread profiles and encodes them. */
    void run(final RowBatch first, final DatasetEncoding encoding, final OutputStream output) throws IOException {
        RowBatch batch = first;
        boolean more = typing.fill(batch);
        final TableProfile current = new TableProfile(options.series(), encoding, output, newForms(0));
        profile = current;
        try (current;
                BackgroundStage stage = new BackgroundStage(current::accept)) {
            while (more) {
                typing.type(batch);
                if (!typing.isBroken()) {
                    batch = stage.accept(batch);
                }
                more = typing.fill(batch);
                if (typing.columns().size() > profile.forms().size()) {
                    stage.drain();
                    profile.addColumns(newForms(profile.forms().size()), typing.rows());
                }
            }
            stage.finish();
        }
        typing.requireComplete();
    }

    private List<ColumnForm> newForms(final int from) {
        final List<ColumnForm> forms = new ArrayList<>();
        for (int index = from; index < typing.columns().size(); index++) {
            final boolean known = index < assumedForms.size()
                    && assumedForms.get(index).dataType()
                            == typing.reading(index).dataType();
            forms.add(known ? assumedForms.get(index) : typing.form(index));
        }
        return forms;
    }

    /** Whether what was encoded stands, given what was settled. */
    boolean holds(final List<ColumnDecision> settled, final DatasetEncoding encoding) {
        if (!typing.reads(settled) || !profile.isEncoded()) {
            return false;
        }
        for (int index = 0; index < settled.size(); index++) {
            if (!encoding.isCompatible(profile.forms().get(index), typing.form(index))) {
                return false;
            }
        }
        return true;
    }

    TableTyping typing() {
        return typing;
    }

    TableProfile profile() {
        return profile;
    }
}
