-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What version 8 added.
INSERT INTO datasets (id, dataset_key, origin, source_id, name, version, row_count, column_count, byte_count, sha256,
    begun_at, stored_at)
VALUES (1, 'key', 'storage', 'depot', 'stock', 1, 2, 3, 2, 'ab', 5, 6);
INSERT INTO dataset_chunks (dataset_id, sequence, content) VALUES (1, 0, x'0102');
