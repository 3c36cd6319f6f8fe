/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.nifimimir.dataset.DataType;
import io.nifimimir.training.table.Cells;

import java.util.List;

/** How one column of a table becomes features, fixed when the model is trained. Features are floats, NaN stands for missing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "encoding")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NumberEncoding.class, name = "number"),
    @JsonSubTypes.Type(value = DateEncoding.class, name = "date"),
    @JsonSubTypes.Type(value = CategoryEncoding.class, name = "category"),
    @JsonSubTypes.Type(value = FrequencyEncoding.class, name = "frequency"),
    @JsonSubTypes.Type(value = TargetMeanEncoding.class, name = "target_mean"),
    @JsonSubTypes.Type(value = TextEncoding.class, name = "text"),
    @JsonSubTypes.Type(value = WordEncoding.class, name = "words"),
    @JsonSubTypes.Type(value = TextScoreEncoding.class, name = "text_score")
})
public sealed interface ColumnEncoding permits ColumnEncoding.OfNumber, ColumnEncoding.OfText {

    String column();

    /** The type that the column had in training. */
    DataType columnType();

    /** A name for each feature that this column becomes. */
    List<String> features();

    /** Whether the features are codes of categories, which have no order. */
    default boolean isCategorical() {
        return false;
    }

    /** Of a numeric, datetime or boolean column. */
    sealed interface OfNumber extends ColumnEncoding permits NumberEncoding, DateEncoding {
        /** Writes the features of a value, as {@link Cells#number} gives it, to {@code features} from {@code offset} on. */
        void encode(double value, float[] features, int offset);
    }

    /** Of a string column. */
    sealed interface OfText extends ColumnEncoding
            permits CategoryEncoding,
                    FrequencyEncoding,
                    TargetMeanEncoding,
                    TextEncoding,
                    WordEncoding,
                    TextScoreEncoding {
        void encode(String value, float[] features, int offset);

        @Override
        default DataType columnType() {
            return DataType.STRING;
        }
    }
}
