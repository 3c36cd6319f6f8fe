-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What version 8 added.
INSERT INTO datasets VALUES (1, 'flowfile:abc', 'pipeline', 'news', 'articles', 1, 10, 2, 20, 'abc', 1713074400000, 1713074400000);
INSERT INTO dataset_chunks VALUES (1, 0, x'0102');
