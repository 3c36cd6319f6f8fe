/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A request to train on data that it names.
 *
 * @param options by the name that the conversion and the training have for them, such as {@code date.column}
 */
public record AutoTrainRequest(DataSource source, Map<String, String> options) {
    static final String OPTIONS = "options";

    private static final String DATA_SOURCE = "data_source";

    public AutoTrainRequest {
        options = Map.copyOf(options);
    }

    /** @throws RefusedRequestException where the body is not such a request */
    public static AutoTrainRequest parse(final InputStream body) throws IOException, RefusedRequestException {
        final RequestObject request = RequestObject.parse(body);
        request.requireOnly(Set.of(DATA_SOURCE, OPTIONS));
        final RequestObject source = request.object(DATA_SOURCE)
                .orElseThrow(() -> RefusedRequestException.unprocessable(
                        DATA_SOURCE,
                        "Missing, expected an object with type, such as {\"type\": \"csv\", \"data\": {}}"));
        final DataSource named = DataSources.parse(source);
        return new AutoTrainRequest(named, RequestOptions.parse(source, request.objectOrEmpty(OPTIONS)));
    }

    /**
     * This request for data whose types are known. What the request itself says of a column goes before.
     *
     * @param types by the names that the columns have in the source
     */
    public AutoTrainRequest withColumnTypes(final Map<String, String> types) {
        final Map<String, String> known = new LinkedHashMap<>(options);
        RequestOptions.addTypes(known, types);
        return new AutoTrainRequest(source, known);
    }
}
